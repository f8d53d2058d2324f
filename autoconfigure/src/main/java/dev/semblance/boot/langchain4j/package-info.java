/**
 * Auto-configuration of LangChain4j's interfaces.
 */
@NullMarked
package dev.semblance.boot.langchain4j;

import org.jspecify.annotations.NullMarked;
