// SQL that leaves the literal in which an application would put the text. Words alone are no attack: "union was a great select" is prose.
import { rule } from './rule';

/** A constant as an attacker writes one: a number, a text (its end may be the application's own quote), a call, a variable of the server. */
const CALL = '\\w{2,32}\\s*\\([^()]{0,64}(?:\\([^()]{0,64}\\)[^()]{0,64}){0,2}\\)?';
const NUMBER = '[-+~!]?\\({0,9}[-+~]?(?:0x[0-9a-f]+|\\d+(?:\\.\\d+)?(?:e\\d+)?)\\b\\){0,9}(?:\\s*[-+*/%]\\s*\\(?\\d+\\){0,9}){0,8}';
const CONSTANT = `(?:${NUMBER}|n?'[^']{0,64}(?:'|$)|"[^"]{0,64}(?:"|$)|@@?\\w+|(?:null|true|false)\\b|${CALL})`;
const COMPARE = '(?:=|<=>|<>|!=|>=|<=|<|>|\\^|(?:not\\s+)?(?:like|rlike|regexp|in|between)\\b|is\\b(?=\\s+(?:not\\s+)?(?:null|true|false|unknown|distinct)\\b))';
const CONNECT = '(?:\\b(?:or|and|xor|having|where|when|rlike|div)\\b|\\|\\||&&)';
const END = '(?:\\s*(?:--|#|;|/\\*|$))';
/** A quote that closes a text which the application opened, with the brackets that follow. */
const BREAK = '[\'"`]\\s*\\){0,9}\\s*';

const MAX_QUOTES = 24;

const DELAYS = rule('sql: delays',
  '\\b(?:pg_)?sleep\\s*\\(\\s*(?:\\({0,9}\\s*\\d+(?:\\.\\d+)?\\s*[)*#;,\\-]|__|\\(\\s*select)', '\\bbenchmark\\s*\\(\\s*\\d+\\s*,', '\\bwaitfor\\s+(?:delay|time)\\s*[\'"(@]', '\\bdbms_(?:pipe\\.receive_message|lock\\.sleep)\\b', '\\brandomblob\\s*\\(',
  '\\bgenerate_series\\s*\\(\\s*\\d',
);
const SERVERS = rule('sql: servers',
  '\\bxp_(?:cmdshell|dirtree|reg\\w+|fileexist|availablemedia|loginconfig|servicecontrol|enumdsn|ntsec_\\w+|terminate_process|makecab)\\b', '\\bsp_(?:executesql|oacreate|makewebtask|password|addextendedproc|addlogin|addsrvrolemember|configure)\\b',
  '\\binformation_schema\\s*\\.\\s*\\w', '\\b(?:mysql|master|msdb|sys)\\s*\\.\\s*\\.?\\s*(?:user|sys\\w+|tables|databases|schemas|columns)\\b', '\\bsys(?:objects|columns|databases|users|logins|files)\\b',
  '\\b(?:pg_(?:catalog|tables|user|shadow|database|ls_dir|read_file)|sqlite_(?:master|schema|version)|all_tab(?:les|_columns)|user_tab(?:les|_columns)|v\\$version|sysibm\\.\\w+|syscat\\.\\w+)\\b',
  '@@(?:version|datadir|hostname|basedir|servername|microsoftversion|language|spid|tmpdir)\\b', '\\butl_(?:http\\s*\\.\\s*request|inaddr\\s*\\.\\s*get_host\\w+|file)\\b', '\\b(?:ctxsys\\.|sys\\.dbms_|dbms_\\w+\\.)\\w+',
  '\\b(?:extractvalue|updatexml|xmltype|load_file|group_concat|string_agg|array_agg|json_depth|json_keys|row_count|makeset|make_set|bin_to_uuid|opendatasource|openrowset|openquery|bulk\\s+insert)\\s*\\(?\\s*[\'"(@\\d\\w]*[,)(\\s]',
  '\\binto\\s+(?:out|dump)file\\b', '\\bload\\s+data\\s+(?:local\\s+)?infile\\b', '\\bprocedure\\s+analyse\\s*\\(', '\\bchar?r\\s*\\(\\s*\\d+\\s*\\)\\s*(?:\\|\\||\\+|%|&)', '\\bn?char\\s*\\(\\s*\\d+\\s*(?:,\\s*\\d+\\s*)+\\)', '\\bconcat(?:_ws)?\\s*\\(\\s*(?:0x|char|\\(?select|@@|user|version)',
  '\\(\\s*(?:version|database|current_user|system_user|session_user|schema|user)\\s*\\(\\s*\\)', '\\bjson_extract\\s*\\(\\s*[\'"(]', '\\b(?:ascii|ord|hex|length|unicode|substr(?:ing)?|mid|lower|cast|convert|count|exists|coalesce|ifnull|isnull|iif|if|md5|elt|rtrim|len|not\\s+exists)\\s*\\(\\s*\\(?\\s*(?:select\\b|substr|mid\\s*\\(|ascii\\s*\\(|@@|database\\s*\\(|user\\s*\\(|version\\s*\\()',
);
/** A whole statement behind a word, a colon or a mark of quotation is quoted in prose: it leaves no literal. */
const SELECTS = rule('sql: selects',
  '(?:\\b|(?<=\\d))union\\b\\s*(?:all\\b|distinct\\b)?[\\s(+]*\\bselect\\b[\\s(+-]*(?:[\\d\'"@*.,$`]|null\\b|char\\b|all\\b|top\\b|distinct\\b|\\w+\\s*(?:,|\\(|\\|\\||from\\b)|$|--|#|;)',
  '\\bunion\\b\\s*(?:all|distinct)\\s+select\\b', "(?:^|['\"`)\\d])\\s*\\bunion\\s+(?:all\\s+)?select\\b",
  '\\(\\s*select\\b[\\s(+-]*(?:[\\d@*\'"(]|null\\b|\\w+\\s*(?:,|\\(|from\\b)|(?:[\\w.]+\\s*,\\s*)*[\\w.]+\\s+from\\b|case\\b|top\\b|distinct\\b)',
  '(?<![a-z:,.] )(?<![`"])\\bselect\\b\\s+(?:\\*|count\\s*\\(|top\\s+\\d+|@@\\w+|distinct\\s|[\\w.]+\\s*\\()[^;]{0,128}?\\bfrom\\b\\s+[\\w.`"[\\]]+',
  '(?<![a-z:,.] )(?<![`"])\\bselect\\b\\s+[\\w.]+(?:\\s*,\\s*[\\w.]+)*\\s+from\\s+[\\w.`"]+\\s+(?:where\\s+\\w+\\s*(?:=|like\\b|in\\b|<|>)|limit\\s+\\d|(?:order|group)\\s+by\\s+\\d|union\\s+(?:all|distinct|select)\\b)',
  "(?<![a-z]{2} )['\"`)]\\s*;?\\s*select\\b[\\s(+-]*(?:[\\d@'\"(]|\\*(?! (?!from\\b|into\\b|where\\b)[a-z])|null\\b|\\w+\\s*\\(|(?:[\\w.]+\\s*,\\s*)*[\\w.]+\\s+from\\b)",
  '\\bcase\\s+when\\s*\\(?.{1,64}\\bthen\\b.{1,64}\\b(?:else|end)\\b',
);
const STATEMENTS = rule('sql: statements',
  ';\\s*(?:drop|truncate)\\s+(?:table|database|schema|user|view|index|procedure|login)\\s+(?:if\\s+exists\\s+)?[\\w.`"[\\]]+' + "(?:'|\"|\\)|,|\\s+cascade|\\s+purge)?" + END,
  ';\\s*(?:delete\\s+from\\s+[\\w.`"[\\]]+(?:\\s+where\\b|' + END + ')|insert\\s+into\\s+[\\w.`"[\\]]+\\s*(?:\\(|values\\b|select\\b)|update\\s+[\\w.`"[\\]]+\\s+set\\s+\\w+\\s*=)',
  ';\\s*(?:alter|create|grant|revoke)\\s+(?:or\\s+replace\\s+)?(?:table|user|login|database|function|procedure|role|view|trigger|all|select|connect)\\s+(?:on\\s+|privileges\\s+|to\\s+)?[\\w.`"[\\]]+\\s*(?:\\(|with\\b|identified\\b|as\\b|add\\b|drop\\b|on\\b|to\\b|set\\b|returns\\b|--|;)',
  ';\\s*(?:exec(?:ute)?(?:\\s+immediate)?[\\s(]+[\'"@(\\w.]+\\s*[\'"@(.;]|declare\\s+@\\w+|shutdown\\b\\s*(?:--|;|with\\b|$)|select\\s*[(@*\'"\\d]|select\\s+\\w+\\s*\\(|copy\\s+\\w+\\s*(?:\\(|from\\b|to\\b)|set\\s+@\\w+|if\\s*\\(.{1,64}\\)\\s*(?:waitfor|select)|begin\\s+(?:declare|dbms)|use\\s+\\w+\\s*;)',
  '\\bexec(?:ute)?\\s*\\(?\\s*(?:master|sp_|xp_|@|immediate\\b\\s*[\'"])', "(?:^|['\")\\d])\\s*;?\\s*exec\\s+(?:master|sp_|xp_)", '\\bdeclare\\s+@\\w+\\s+(?:n?varchar|int|char|table|nvarchar)\\b',
  '(?<![a-z:,.] )(?<![`"])\\binsert\\s+into\\s+[\\w.`"]+\\s*(?:\\([^)]{0,128}\\))?\\s*(?:values\\s*\\(|select\\b)', '(?<![a-z:,.] )(?<![`"])\\bdelete\\s+from\\s+[\\w.`"]+\\s+where\\s+\\w+\\s*(?:=|like|in|<|>)', "(?<![a-z:,.] )(?<![`\"])\\bupdate\\s+[\\w.`\"]+\\s+set\\s+\\w+\\s*=\\s*.{1,64}(?:\\bwhere\\b|--|;|')",
);
const CONDITIONS = rule('sql: conditions',
  '^[\'"]\\s*(?:like|=|-|\\^|\\*|&|\\+|\\||<>|<|>|xor|div|rlike)\\s*[\'"]$', '^\\d+(?:or|and)\\d+\\s*=\\s*\\d+',
  `^\\){0,9}\\s*(?:or|and)\\s+(?:not\\s+)?\\({0,9}(?:${CONSTANT}|\\w+)\\s*\\){0,9}\\s*(?:=|<>|!=|<|>)\\s*\\({0,9}(?:${CONSTANT}|\\w+)\\){0,9}\\s*(?:$|--|#|/\\*|;)`, `^\\){0,9}\\s*(?:or|and)\\s+(?:not\\s+)?\\({0,9}${CONSTANT}\\s*(?:between\\s+${CONSTANT}\\s+and\\s+\\S|in\\s*\\(|like\\s*['"(]|is\\s+(?:not\\s+)?null)`, "^like\\s+'%", '^\\S{1,16}\\s*\\|\\|\\s*(?:[\\w.]+\\s+is\\s+(?:not\\s+)?null|\\w+\\s*\\()',
  '^\\){0,9}\\s*or\\s+(?:true|not\\s+false)\\s*(?:$|--|#)', '^order\\s+by\\s+\\d+(?:,\\d+)*$',
  `${CONNECT}\\s*(?:not\\s+)?\\({0,9}\\s*${CONSTANT}\\s*\\){0,9}\\s*(?:=|<=>|<>|!=|like\\b|rlike\\b|regexp\\b|not\\s+like\\b|is\\s+(?:not\\s+)?null\\b)\\s*\\({0,9}\\s*${CONSTANT}`,
  `(?:['"\`)]|^-?\\d+)\\s*\\){0,9}\\s*${CONNECT}\\s*(?:not\\s+)?\\({0,9}\\s*${CONSTANT}\\s*\\){0,9}\\s*${COMPARE}\\s*\\({0,9}\\s*${CONSTANT}`,
  `${CONNECT}\\s+\\({0,9}(['"]?)([a-z]\\w{0,15})\\1\\s*=\\s*\\({0,9}\\1\\2(?:\\1|\\b)`, '\\b(?:or|and|having)\\s+(\\d+)\\s*=\\s*\\d+\\b',
  `(?:^|['"\`)\\d])\\s*\\){0,9}\\s*${CONNECT}\\s*(?:not\\s+)?\\({0,9}\\s*(?:exists|ascii|substring|substr|mid|length|sleep|benchmark|if|iif|select|char|user|version|database|extractvalue|updatexml|row|ord|md5)\\s*\\(`,
);
const TAILS = rule('sql: tails',
  `(?:^|['"\`)\\d])\\s*\\){0,9}\\s*${CONNECT}\\s*(?:not\\s+)?\\({0,9}\\s*${CONSTANT}\\s*\\){0,9}\\s*(?:--(?! [a-z]{3,}\\b)|#|/\\*|;\\s*--|;%00|\\x00)`,
  '[\'"`)\\d]\\s*\\){0,9}\\s*(?:order|group)\\s+by\\s+(?:\\d+|null\\b|[\\w.]+)(?:\\s*,\\s*\\d+)*\\s*(?:--|#|/\\*|;|having\\b)', '^-?\\d+\\){0,9}\\s+(?:order|group)\\s+by\\s+\\d+(?:\\s*,\\s*\\d+)*$', '(?:^|(?<!\\s))[\'"]\\s*\\){0,9}\\s*(?:order|group)\\s+by\\s+\\d+',
  '(?:^|(?<!\\s))[\'"`)]\\s*\\){0,9}\\s*having\\b', '^(?:order|group)\\s+by\\s+(?:sleep|\\d+\\s*(?:--|#))', '(?:^|(?<!\\s))[\'"]\\s*\\){0,9}\\s*limit\\s+\\d+', '[\'"`)\\d]\\s*into\\s+@',
);
/** After a quote that closes: an operator with an operand, or a comment that cuts the rest off. */
const BROKEN_OUT = rule('sql: broken out',
  `^${BREAK}${CONNECT}\\s*(?:not\\s+)?\\({0,9}\\s*(?:[-+~!@]|\\d+(?:\\.\\d+)?\\s*(?:$|[=<>'")#;+*/^|&-]|(?:like|is|in|between|order|limit|union|group|having|rlike|or|and|xor)\\b)|['"][^'"\\s]*(?:['"]?\\s*(?:=|<|>|!|\\)|--|#|$)|['"]?\\s+(?:like|is|in|between)\\b)|(?:true|false|null)\\b|[\\w.]+\\s*(?:=|<|>|\\(|is\\s+(?:not\\s+)?null|like\\s*(?:['"(]|\\w+\\s*\\()|in\\s*\\(|between\\s+\\d))`,
  `^${BREAK}(?:\\|\\||\\+|\\*|-|%|\\^|<<|>>|=|<>|<=>|&|/)\\s*(?:['"(]\\s*(?:$|['"(\\d|]|select|sleep|if|case|\\w+\\s*['"])|\\d+\\s*(?:--|#|=|$)|\\w+\\s*\\()`,
  `^${BREAK}(?:--(?:[\\s+-]*$|\\s*[+-]|\\s*&\\w+=)|#\\s*$|/\\*|;\\s*(?:--|#|/\\*|%00|$))`, `^${BREAK}(?:(?:like|rlike|regexp)\\s*[('"%]|in\\s*\\(|between\\s+['"\\d]\\S*\\s+and\\b|is\\s+(?:not\\s+)?null\\b)`, `^${BREAK};\\s*(?:select|drop|insert|update|delete|exec|declare|waitfor|shutdown|begin|if|alter|create|call)\\b`,
  `^${BREAK}\\|\\|\\s*\\w`, `^${BREAK}\\)\\s*(?:as\\s+\\w+\\s*(?:,|from\\b|where\\b|--)|union\\b|--|#)`, `^${BREAK}(?:create|grant|drop|alter|insert\\s+into|delete\\s+from)\\s+(?:user|table|connect|resource|\\w+\\s+(?:to|identified|values|where))\\b`, `^${BREAK},\\s*(?:\\(\\s*select|\\w+\\s*\\(\\s*\\)?|null\\s*,|\\d+\\s*\\)\\s*(?:--|#))`,
);
/** A word of SQL or a quote near punctuation: everything above needs one of these. */
const GATE = rule('sql: gate',
  '\\bpg_sleep\\b', '\\brandomblob\\b', '\\dor\\d', '\\dand\\d', '[\'"`;@]', '\\/\\*', '--', '#', '\\|\\|', '&&', '\\b(?:union|select|or|and|xor|having|sleep|benchmark|waitfor|exec|declare|order|group|char|chr|procedure|into|case|drop|insert|delete|update|rlike|div|where|load_file|information_schema|extractvalue|updatexml)\\b', '\\b(?:ascii|substr(?:ing)?|hex|version|database|conv|compress|concat|if|iif|exists|length)\\s*\\(',
);

/** Whether a database would read the text as more than a value. The text is decoded. */
export function isSql(text: string): boolean {
  if (text.length < 3 || !GATE.test(text)) return false;
  if (/\/\*!\d{0,6}\s*(?:union|select|and|or|if|from|where)\b/i.test(text)) return true;
  return isStatement(flatten(text, ' ')) || (text.includes('/*') && isStatement(flatten(text, '')));
}

function isStatement(flat: string): boolean {
  return [DELAYS, SERVERS, SELECTS, STATEMENTS, CONDITIONS, TAILS].some((one) => one.test(flat)) || isBrokenOut(flat);
}

/** Two blanks, or another than U+0020. */
// eslint-disable-next-line no-control-regex
const ODD_BLANK = /(?! )\s|\x00| {2}/;

/** Comments and odd blanks are white space to a database. A comment at the end stays: it cuts the application's statement off. */
function flatten(text: string, instead: string): string {
  let open = text.includes('/*') ? text.replace(/\/\*!\d{0,6}/g, ' ').replace(/\/\*[^*]{0,128}\*\//g, instead).replace(/\*\//g, ' ') : text;
  if (open.includes('\n')) open = open.replace(/(?:#|--)[^\n]*\n/g, ' ');
  // eslint-disable-next-line no-control-regex
  return (ODD_BLANK.test(open) ? open.replace(/[\s\x00\xa0]+/g, ' ') : open).trim();
}

/** In prose, quotes come in pairs, and one opens before a word. A quote that closes without one before it has left the application's literal. */
function isBrokenOut(text: string): boolean {
  for (const quote of ['\'', '"', '`']) {
    let opened = false;
    for (let at = text.indexOf(quote), n = 0; at >= 0 && n < MAX_QUOTES; at = text.indexOf(quote, at + 1), n++) {
      if (isMeasure(text, at)) continue;
      if (!opened && opens(text, at, quote)) {
        opened = true;
      } else if (opened) {
        opened = false;
      } else if (BROKEN_OUT.test(text.slice(at, at + 256))) {
        return true;
      }
    }
  }
  return false;
}

/** Feet and inches: 16" or 18". */
function isMeasure(text: string, at: number): boolean {
  return at > 0 && /\d/.test(text[at - 1]) && /^["']{1,2}\s*(?:(?:or|and|x|by|to|w|h|d|l|wide|long|high|deep|-|\/|\+|,|&)\s*)?(?:\d[\d.\s/]*["']{0,2})?\s*(?:$|[\s,.;:)a-z](?!.{0,3}[=<>]))/i.test(text.slice(at, at + 48)) && !/[=<>]|--|\/\*|#/.test(text.slice(at, at + 48));
}

/** Whether a word in quotes starts here: a blank or a bracket before it, and a quote that ends it before a blank. */
function opens(text: string, at: number, quote: string): boolean {
  if (at > 0 && !/[\s([{,:=>]/.test(text[at - 1])) return false;
  const end = text.indexOf(quote, at + 1);
  if (end <= at + 1) return false;
  const [held, after] = [text.slice(at + 1, end), text.slice(end + 1, end + 3)];
  if (/^(?:or|and|like|union|having|xor|in|is|between|rlike)\b/i.test(held)) return /^[\w\s,.!?]+$/.test(held) && /^(?:[,.;:!?)]?(?:\s|$))/.test(after) && !/[=<>]|--/.test(text.slice(end));
  return at > 0 && /\s/.test(text[at - 1]) ? /^\S(?:.*\S)?$/.test(held) && /^[,.;:!?)]*(?:\s|$)/.test(after) : /^[\w$@](?:[^\n]*[\w.,!?%)*/])?$/.test(held);
}
