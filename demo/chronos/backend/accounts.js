import { rows } from './database.js';
import { wholeNumber } from './http.js';

const listAccounts = () =>
  rows('SELECT id, number, owner, kind, balance_cents AS "balanceCents" FROM accounts ORDER BY id LIMIT 100');

const listTransactions = ({ query }) => {
  const account = query.has('account') ? wholeNumber('account', query.get('account'), 1) : null;
  return rows(
    `SELECT id, account_id AS "accountId", amount_cents AS "amountCents", description, booked_at AS "bookedAt"
       FROM transactions WHERE $1::bigint IS NULL OR account_id = $1 ORDER BY id DESC LIMIT 50`,
    account,
  );
};

export const accountRoutes = {
  'GET /api/accounts': listAccounts,
  'GET /api/transactions': listTransactions,
};
