/**
 * What auto-configurations share.
 */
@NullMarked
package dev.semblance.boot.internal;

import org.jspecify.annotations.NullMarked;
