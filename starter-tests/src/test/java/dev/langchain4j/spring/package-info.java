/**
 * Stands in for the starter of LangChain4j.
 */
@NullMarked
package dev.langchain4j.spring;

import org.jspecify.annotations.NullMarked;
