import { rows } from './database.js';

const listInterest = () =>
  rows(
    `SELECT i.account_id AS "accountId", s.owner, i.amount_cents AS "amountCents", i.month
       FROM interest_postings i JOIN savings_overview s ON s.id = i.account_id
      ORDER BY i.id DESC LIMIT 50`,
  );

export const interestRoutes = { 'GET /api/interest': listInterest };
