/**
 * LangChain4j as a contestant.
 */
package dev.semblance.benchmarks.langchain4j;
