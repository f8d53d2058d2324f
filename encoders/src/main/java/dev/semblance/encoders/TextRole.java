package dev.semblance.encoders;

/**
 * What a text is to be used for, which decides the prompt that is put before it.
 */
public enum TextRole {

	/** Neither query nor document: the model's default prompt, if it names one. */
	PLAIN,

	/** Something a user asks: the model's prompt "query", if it has one. */
	QUERY,

	/**
	 * Something that is stored and found: the first of the model's prompts "document",
	 * "passage" and "corpus".
	 */
	DOCUMENT

}
