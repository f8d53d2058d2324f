package dev.semblance.boot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Put on a test beside {@code @SpringBootTest}, runs the application without a model and
 * without a database: its dense encoder is a {@link HashEncoder}, its documents are in an
 * empty store in memory, and where the application's properties name a sparse model or a
 * reranker, these are a {@link HashSparseEncoder} and a {@link WordOverlapReranker}.
 * Beans of the application's own stay. Dense encoders with names of their own and
 * multi-vector encoders are not replaced.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
public @interface AutoConfigureSemblanceTest {

}
