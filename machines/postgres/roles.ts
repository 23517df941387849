/** Names that are no roles although they stand where roles do. */
const NO_ROLES = new Set(['PUBLIC', 'CURRENT_USER', 'SESSION_USER', 'CURRENT_ROLE', 'pg_database_owner']);

/** Whether what stands in a role's place is one that a server must have. */
export const isRole = (name: string): boolean => !NO_ROLES.has(name);

/** Whether a role is one of those that every server has by itself. */
export const isBuiltIn = (role: string): boolean => role.startsWith('pg_');
