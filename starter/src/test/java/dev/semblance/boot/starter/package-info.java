/**
 * Tests on the class path of an application that has the starter and nothing else.
 */
@NullMarked
package dev.semblance.boot.starter;

import org.jspecify.annotations.NullMarked;
