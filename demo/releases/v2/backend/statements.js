import { rows } from './database.js';
import { wholeNumber } from './http.js';

const listStatements = ({ query }) => {
  const account = query.has('account') ? wholeNumber('account', query.get('account'), 1) : null;
  return rows(
    `SELECT account_id AS "accountId", to_char(month, 'YYYY-MM') AS month, bookings,
            turnover_cents AS "turnoverCents"
       FROM statements WHERE $1::bigint IS NULL OR account_id = $1 ORDER BY month DESC, account_id LIMIT 50`,
    account,
  );
};

export const statementRoutes = { 'GET /api/statements': listStatements };
