import pg from 'pg';

// Amounts are whole cents, far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** Connects as PGHOST, PGUSER, PGPASSWORD and PGDATABASE say. */
export const pool = new pg.Pool({ max: 10, connectionTimeoutMillis: 3000 });

// An idle connection lost with the server is replaced on the next query.
pool.on('error', (error) => console.error(`database connection lost: ${error.message}`));

export async function rows(sql, ...values) {
  return (await pool.query(sql, values)).rows;
}

/** Runs `work` with a connection inside one transaction: all of it happens or nothing. */
export async function transaction(work) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    const lost = await client.query('ROLLBACK').then(
      () => false,
      () => true,
    );
    client.release(lost);
    throw error;
  }
}
