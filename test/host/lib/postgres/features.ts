/** Some of everything that a dump has to bring back. */
export const FEATURES = `
CREATE EXTENSION hstore;
CREATE EXTENSION pg_trgm;
CREATE SCHEMA "Ünï cödé" AUTHORIZATION "le Créateur";
CREATE TABLE "Ünï cödé"."Ta b""le" (id serial PRIMARY KEY, t text UNIQUE, "größe" numeric DEFAULT 1.50);
INSERT INTO "Ünï cödé"."Ta b""le" (t) SELECT E'row\\t\\\\' || i FROM generate_series(1, 200) i;
CREATE INDEX alike ON "Ünï cödé"."Ta b""le" USING gin (t gin_trgm_ops);
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE TYPE span AS RANGE (subtype = int);
CREATE TABLE customers (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, mood mood, tags hstore, during span, twice int GENERATED ALWAYS AS (2 * 21) STORED);
INSERT INTO customers (mood, tags, during) VALUES ('glad', 'a=>1', '[1,3)'), ('sad', NULL, NULL);
CREATE TABLE orders (id bigint PRIMARY KEY, customer int NOT NULL REFERENCES customers ON DELETE CASCADE, amount positive);
INSERT INTO orders SELECT i, 1 + i % 2, 1 FROM generate_series(1, 100) i;
CREATE VIEW totals AS SELECT customer, sum(amount) FROM orders GROUP BY 1;
CREATE MATERIALIZED VIEW frozen AS SELECT * FROM totals;
CREATE UNIQUE INDEX ON frozen (customer);
CREATE TABLE days (day date, n int) PARTITION BY RANGE (day);
CREATE TABLE days_2025 PARTITION OF days FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE days_rest PARTITION OF days DEFAULT;
CREATE INDEX ON days (n);
INSERT INTO days VALUES ('2025-05-05', 1), ('2027-01-01', 2);
CREATE TABLE parent (a int);
CREATE TABLE child (b int) INHERITS (parent);
INSERT INTO child VALUES (1, 2);
CREATE SEQUENCE down INCREMENT -3 MINVALUE -9000 START -1;
SELECT nextval('down');
CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.amount := 7; RETURN NEW; END $$;
CREATE TRIGGER noted BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION noted();
CREATE FUNCTION one() RETURNS int BEGIN ATOMIC SELECT 1; END;
CREATE FUNCTION two() RETURNS int BEGIN ATOMIC SELECT 2 * one(); END;
CREATE AGGREGATE every_one (int) (SFUNC = int4pl, STYPE = int);
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON orders TO keeper USING (customer = 1);
SELECT lo_from_bytea(4242, 'a large object');
ALTER TABLE customers OWNER TO keeper;
GRANT SELECT (id) ON orders TO "le Créateur";
GRANT SELECT ON customers TO PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO keeper;
`;

/** What belongs to the database itself. */
export const SETTINGS = (name: string): string => `
ALTER DATABASE "${name}" SET search_path TO "Ünï cödé", public;
ALTER DATABASE "${name}" SET work_mem TO '8MB';
ALTER DATABASE "${name}" SET "my.setting" TO 'it''s, mine';
ALTER DATABASE "${name}" SET statement_timeout TO '1ms';
ALTER DATABASE "${name}" SET client_encoding TO 'LATIN1';
ALTER ROLE keeper IN DATABASE "${name}" SET default_transaction_read_only TO on;
ALTER DATABASE "${name}" CONNECTION LIMIT 17;
REVOKE ALL ON DATABASE "${name}" FROM PUBLIC;
GRANT CONNECT ON DATABASE "${name}" TO "le Créateur" WITH GRANT OPTION;
GRANT TEMPORARY ON DATABASE "${name}" TO keeper;
COMMENT ON DATABASE "${name}" IS 'it''s the shop';
`;
