package dev.semblance.store.pgvector.server;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PgVectorServerTests {

	@Test
	void theServerIsRealAndHasTheExtension() throws SQLException {
		try (HikariDataSource pool = PgVectorServer.pool(1);
				Connection connection = pool.getConnection();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("SELECT '{1:2,3:4}/5'::sparsevec::text")) {
			result.next();
			assertThat(result.getString(1)).isEqualTo("{1:2,3:4}/5");
		}
	}

}
