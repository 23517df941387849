-- Accounts and transactions for a new demo: psql -v rows=N. One account for ten transactions.
BEGIN;

INSERT INTO accounts (id, number, owner, kind, opened_at)
SELECT i,
       'CH' || lpad((i * 7919 % 100)::text, 2, '0') || ' 0100 ' || lpad(i::text, 8, '0'),
       (ARRAY['Ada', 'Bruno', 'Carla', 'Dmitri', 'Elif', 'Farid', 'Greta', 'Hugo', 'Ines', 'Jonas'])[1 + i % 10]
         || ' ' ||
       (ARRAY['Keller', 'Moreau', 'Novak', 'Okafor', 'Petit', 'Rossi', 'Silva'])[1 + i % 7],
       (ARRAY['checking', 'savings', 'business'])[1 + i % 3],
       now() - interval '400 days'
  FROM generate_series(1::bigint, greatest(2, :rows / 10)) AS i;

SELECT setval(pg_get_serial_sequence('accounts', 'id'), max(id)) AS next_id, max(id) AS accounts FROM accounts
\gset

INSERT INTO transactions (account_id, amount_cents, description, booked_at)
SELECT 1 + (i - 1) % :accounts,
       CASE WHEN i <= :accounts THEN 250000 + i * 104729 % 900000 ELSE i * 7919 % 24001 - 11000 END,
       CASE WHEN i <= :accounts THEN 'Opening deposit' ELSE 'Card payment ' || i END,
       now() - interval '180 days' * (1 - i::float / :rows)
  FROM generate_series(1::bigint, greatest(:accounts, :rows)) AS i;

UPDATE accounts a
   SET balance_cents = t.booked
  FROM (SELECT account_id, sum(amount_cents) AS booked FROM transactions GROUP BY 1) t
 WHERE t.account_id = a.id;

COMMIT;
ANALYZE;
