/** Words that generated TypeScript and SQL cannot take for a name. */

/** ECMA-262 and TypeScript: keywords, and what strict mode or an import keeps for itself. */
const typescript = `abstract any arguments as assert async await boolean break case catch class const
constructor continue debugger declare default delete do else enum eval export extends false finally for
from function get global if implements import in infer instanceof interface is keyof let module
namespace never new null number object of package private protected prototype public readonly require
return set static string super switch symbol this throw true try type typeof undefined unique unknown
using var void while with yield`;

/** PostgreSQL 18, Appendix C: reserved, or reserved except as the name of a type or function. */
const postgres = `all analyse analyze and any array as asc asymmetric authorization between binary both
case cast check collate collation column concurrently constraint create cross current_catalog
current_date current_role current_schema current_time current_timestamp current_user default deferrable
desc distinct do else end except false fetch for foreign freeze from full grant group having ilike in
initially inner intersect into is isnull join lateral leading left like limit localtime localtimestamp
natural not notnull null offset on only or order outer overlaps placing primary references returning
right select session_user similar some symmetric system_user table tablesample then to trailing true
union unique user using variadic verbose when where window with`;

/** What the code of a module calls its own things, and what it imports. */
const generated = `account app cache column db event field fixture id item listing object page path
port problem record reference repository request route row schema seed service sql tag text time tx
value world`;

/** Paths that the service serves itself, and names that its folders have. */
const taken = `auth core health livez migrations modules openapi practices readyz`;

const lists = [typescript, postgres, generated, taken].map((list) => list.split(/\s+/));
const [words, names] = [lists.slice(0, 2), lists].map((some) => new Set(some.flat()));

/** Whether a field's column may not be called this. */
export const isReservedWord = (name: string): boolean => words?.has(name) === true;

/** Whether a module may not be called this, neither one of it nor several. */
export const isReservedName = (name: string): boolean => names?.has(name) === true;
