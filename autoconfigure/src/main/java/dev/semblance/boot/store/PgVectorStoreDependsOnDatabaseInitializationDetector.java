package dev.semblance.boot.store;

import java.util.Set;

import dev.semblance.store.pgvector.PgVectorStore;

import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDependsOnDatabaseInitializationDetector;
import org.springframework.util.ClassUtils;

/**
 * Opens the store after Flyway, Liquibase or a script, which may make its tables.
 */
final class PgVectorStoreDependsOnDatabaseInitializationDetector
		extends AbstractBeansOfTypeDependsOnDatabaseInitializationDetector {

	@Override
	protected Set<Class<?>> getDependsOnDatabaseInitializationBeanTypes() {
		// The store's artifact may be left out.
		return ClassUtils.isPresent("dev.semblance.store.pgvector.PgVectorStore", getClass().getClassLoader())
				? Set.of(PgVectorStore.class) : Set.of();
	}

}
