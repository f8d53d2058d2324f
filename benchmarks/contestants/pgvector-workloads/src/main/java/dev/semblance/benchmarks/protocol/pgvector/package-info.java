/**
 * The workloads of stores in PostgreSQL, and the data set they run on. Every store is
 * measured by the same code, in a process with a class path of its own, in a database of
 * its own on the same server.
 */
package dev.semblance.benchmarks.protocol.pgvector;
