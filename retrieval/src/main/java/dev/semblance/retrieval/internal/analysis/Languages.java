package dev.semblance.retrieval.internal.analysis;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

import dev.semblance.encoders.InvalidInputException;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.bg.BulgarianAnalyzer;
import org.apache.lucene.analysis.bn.BengaliAnalyzer;
import org.apache.lucene.analysis.ca.CatalanAnalyzer;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.ckb.SoraniAnalyzer;
import org.apache.lucene.analysis.cz.CzechAnalyzer;
import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.el.GreekAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.et.EstonianAnalyzer;
import org.apache.lucene.analysis.eu.BasqueAnalyzer;
import org.apache.lucene.analysis.fa.PersianAnalyzer;
import org.apache.lucene.analysis.fi.FinnishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.ga.IrishAnalyzer;
import org.apache.lucene.analysis.gl.GalicianAnalyzer;
import org.apache.lucene.analysis.hi.HindiAnalyzer;
import org.apache.lucene.analysis.hu.HungarianAnalyzer;
import org.apache.lucene.analysis.hy.ArmenianAnalyzer;
import org.apache.lucene.analysis.id.IndonesianAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.lt.LithuanianAnalyzer;
import org.apache.lucene.analysis.lv.LatvianAnalyzer;
import org.apache.lucene.analysis.ne.NepaliAnalyzer;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.no.NorwegianAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.ro.RomanianAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.sr.SerbianAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.sv.SwedishAnalyzer;
import org.apache.lucene.analysis.ta.TamilAnalyzer;
import org.apache.lucene.analysis.te.TeluguAnalyzer;
import org.apache.lucene.analysis.th.ThaiAnalyzer;
import org.apache.lucene.analysis.tr.TurkishAnalyzer;

/**
 * Lexical analysis by language.
 */
public final class Languages {

	/** The language if none is set. */
	public static final String DEFAULT = "english";

	private static final Map<String, Supplier<Analyzer>> ANALYZERS = new TreeMap<>();

	static {
		ANALYZERS.put("arabic", ArabicAnalyzer::new);
		ANALYZERS.put("armenian", ArmenianAnalyzer::new);
		ANALYZERS.put("basque", BasqueAnalyzer::new);
		ANALYZERS.put("bengali", BengaliAnalyzer::new);
		ANALYZERS.put("bulgarian", BulgarianAnalyzer::new);
		ANALYZERS.put("catalan", CatalanAnalyzer::new);
		ANALYZERS.put("cjk", CJKAnalyzer::new);
		ANALYZERS.put("czech", CzechAnalyzer::new);
		ANALYZERS.put("danish", DanishAnalyzer::new);
		ANALYZERS.put("dutch", DutchAnalyzer::new);
		ANALYZERS.put("english", EnglishAnalyzer::new);
		ANALYZERS.put("estonian", EstonianAnalyzer::new);
		ANALYZERS.put("finnish", FinnishAnalyzer::new);
		ANALYZERS.put("french", FrenchAnalyzer::new);
		ANALYZERS.put("galician", GalicianAnalyzer::new);
		ANALYZERS.put("german", GermanAnalyzer::new);
		ANALYZERS.put("greek", GreekAnalyzer::new);
		ANALYZERS.put("hindi", HindiAnalyzer::new);
		ANALYZERS.put("hungarian", HungarianAnalyzer::new);
		ANALYZERS.put("indonesian", IndonesianAnalyzer::new);
		ANALYZERS.put("irish", IrishAnalyzer::new);
		ANALYZERS.put("italian", ItalianAnalyzer::new);
		ANALYZERS.put("latvian", LatvianAnalyzer::new);
		ANALYZERS.put("lithuanian", LithuanianAnalyzer::new);
		ANALYZERS.put("nepali", NepaliAnalyzer::new);
		ANALYZERS.put("norwegian", NorwegianAnalyzer::new);
		ANALYZERS.put("persian", PersianAnalyzer::new);
		ANALYZERS.put("portuguese", PortugueseAnalyzer::new);
		ANALYZERS.put("romanian", RomanianAnalyzer::new);
		ANALYZERS.put("russian", RussianAnalyzer::new);
		ANALYZERS.put("serbian", SerbianAnalyzer::new);
		ANALYZERS.put("sorani", SoraniAnalyzer::new);
		ANALYZERS.put("spanish", SpanishAnalyzer::new);
		ANALYZERS.put("standard", StandardAnalyzer::new);
		ANALYZERS.put("swedish", SwedishAnalyzer::new);
		ANALYZERS.put("tamil", TamilAnalyzer::new);
		ANALYZERS.put("telugu", TeluguAnalyzer::new);
		ANALYZERS.put("thai", ThaiAnalyzer::new);
		ANALYZERS.put("turkish", TurkishAnalyzer::new);
	}

	private Languages() {
	}

	/**
	 * Finds the analysis of a language.
	 * @param language the language in English and lower case, {@code cjk} or
	 * {@code standard}
	 * @return makes analyzers, which the caller must close
	 * @throws InvalidInputException if the language is unknown
	 */
	public static Supplier<Analyzer> analyzerOf(String language) {
		Supplier<Analyzer> analyzer = ANALYZERS.get(language);
		if (analyzer == null) {
			throw new InvalidInputException("Unknown language '%s'.".formatted(language),
					"Use one of %s.".formatted(String.join(", ", ANALYZERS.keySet())));
		}
		return analyzer;
	}

	/**
	 * Returns the languages there are.
	 * @return their names, ascending
	 */
	public static Set<String> names() {
		return Collections.unmodifiableSet(ANALYZERS.keySet());
	}

}
