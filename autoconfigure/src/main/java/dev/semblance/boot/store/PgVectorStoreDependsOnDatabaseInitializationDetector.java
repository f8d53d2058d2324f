package dev.semblance.boot.store;

import java.util.Set;

import dev.semblance.store.pgvector.PgVectorStore;

import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDependsOnDatabaseInitializationDetector;

/**
 * Opens the store after Flyway, Liquibase or a script, which may make its tables.
 */
final class PgVectorStoreDependsOnDatabaseInitializationDetector
		extends AbstractBeansOfTypeDependsOnDatabaseInitializationDetector {

	@Override
	protected Set<Class<?>> getDependsOnDatabaseInitializationBeanTypes() {
		return Set.of(PgVectorStore.class);
	}

}
