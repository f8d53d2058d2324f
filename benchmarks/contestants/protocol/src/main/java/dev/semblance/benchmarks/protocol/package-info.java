/**
 * The one line protocol of all contestants: a command per line on standard input, a JSON
 * object per answer on standard output. Time is taken inside the contestant, so that the
 * pipe between the processes costs nothing that is measured.
 */
package dev.semblance.benchmarks.protocol;
