/**
 * The hub's protocol: what a repository holds, and its files, fetched so that what
 * arrives is what the hub announced.
 */
@NullMarked
package dev.semblance.encoders.internal.hub;

import org.jspecify.annotations.NullMarked;
