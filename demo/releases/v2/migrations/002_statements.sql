CREATE TABLE statements (
  account_id bigint NOT NULL REFERENCES accounts,
  month date NOT NULL,
  bookings int NOT NULL,
  turnover_cents bigint NOT NULL,
  PRIMARY KEY (account_id, month)
);

INSERT INTO statements (account_id, month, bookings, turnover_cents)
SELECT account_id, date_trunc('month', booked_at), count(*), sum(abs(amount_cents))
  FROM transactions
 GROUP BY 1, 2;
