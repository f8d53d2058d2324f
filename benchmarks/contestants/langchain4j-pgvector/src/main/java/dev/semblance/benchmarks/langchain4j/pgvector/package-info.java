/**
 * LangChain4j's store in PostgreSQL as a contestant.
 */
package dev.semblance.benchmarks.langchain4j.pgvector;
