package dev.langchain4j.spring;

/**
 * Is on the class path of applications that have LangChain4j's starter.
 */
interface LangChain4jStarter {

}
