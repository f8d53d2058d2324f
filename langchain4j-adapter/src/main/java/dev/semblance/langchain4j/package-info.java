/**
 * Semblance encoders, rerankers, stores and retrieval behind LangChain4j's own
 * interfaces.
 */
@NullMarked
package dev.semblance.langchain4j;

import org.jspecify.annotations.NullMarked;
