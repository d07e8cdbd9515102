/** Words that generated TypeScript and SQL cannot take for a name. */

/** ECMA-262: what no name may be, and properties that every object has. */
const ecmascript = `arguments await break case catch class const constructor continue debugger default
delete do else enum eval export extends false finally for function if implements import in instanceof
interface let new null package private protected prototype public return static super switch this throw
true try typeof undefined var void while with yield`;

/** What TypeScript calls its types and the world: no name for a type or a module, good enough for a field. */
const typescript = `abstract any array as assert async bigint boolean buffer date declare error from get
global infer is keyof map module namespace never number object of omit partial pick process promise proxy
readonly record reflect regexp require required return set string symbol type unique unknown using`;

/** PostgreSQL 18, Appendix C: reserved, or reserved except as the name of a type or function. */
const postgres = `all analyse analyze and any array as asc asymmetric authorization between binary both
case cast check collate collation column concurrently constraint create cross current_catalog
current_date current_role current_schema current_time current_timestamp current_user default deferrable
desc distinct do else end except false fetch for foreign freeze from full grant group having ilike in
initially inner intersect into is isnull join lateral leading left like limit localtime localtimestamp
natural not notnull null offset on only or order outer overlaps placing primary references returning
right select session_user similar some symmetric system_user table tablesample then to trailing true
union unique user using variadic verbose when where window with`;

/** What the code of a module calls its own things, and what it imports; a test finds what is missing. */
const generated = `add-reads add-user add-writes added admin after after-all alice app as-admin as-alice
assert-references before-all behind broken broken-constraint build-service by-id cache calendar-date caller
caller-of change changed code codes column column-type conflict constraint core count create-module cursor db
decimal deferred describe described direction documented-of domain-event down error event events
expect field fields five foreign-key-constraint-builder found fresh generated given gone id in-tx
index integer iso-date iso-time it item item-query items json-object key keys known kysely list-query
listing load made name named next-cursor no-tables nobody not-found nothing nullable nulls one
one-of other page page-of parse-sort path pick port ports problems published query random-uuid reached
reached-codes read-all read-fields references refuse refused removed reply repository request routes rows
same samples schema seed seen sent service short-decimal sort sort-columns sort-fields sown sql table
tag test-service text time timestamp to-columns to-fields to-listing to-page to-read to-write told
tx types unprocessable up url uuid value watch-statements what whole wrong`;

/** Paths that the service serves itself, and names that its folders have. */
const taken = `auth core health livez migrations modules openapi practices readyz`;

const setOf = (...lists: readonly string[]): ReadonlySet<string> =>
  new Set(lists.flatMap((list) => list.split(/\s+/)));
const words = setOf(ecmascript, postgres);
const names = setOf(ecmascript, typescript, generated, taken);

/** Whether a field or a table may not be called this. */
export const isReservedWord = (name: string): boolean => words.has(name);

/** Whether nothing in the code of a module may be called this. */
export const isReservedName = (name: string): boolean => names.has(name);
