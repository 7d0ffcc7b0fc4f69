// A command that a shell would run behind a separator or in a substitution. "Cats & dogs; find out more" is prose.
import { rule } from './rule';

/** Names of commands that are no English words. One of them behind a separator is enough. */
const SURE = 'ls|whoami|uname|ifconfig|ipconfig|netstat|wget|curl|nslookup|ping|ping6|nc|ncat|netcat|bash|sh|zsh|ksh|csh|tcsh|dash|cmd|powershell|pwsh|python[23]?|perl|php|chmod|chown|mkfifo|telnet|ssh|scp|ftp|tftp|rm|mv|pwd|printenv|getent|systeminfo|tasklist|regsvr32|certutil|bitsadmin|mshta|rundll32|wmic|awk|gawk|sed|xxd|base64|base32|xterm|nohup|sudo|passwd|uptime|lsb_release|phpinfo|gcc|tar|gzip|crontab|killall|ipcs|lsof|mkdir|rmdir|traceroute|tracert|iptables|mysql|psql|openssl|xargs|getuid|chpasswd|useradd|adduser|busybox|socat|netsh|tac|printenv';
/** Names that are words as well: an argument has to look like one, or no blank is before the name. */
const WORDS = 'id|w|node|dir|del|net|reg|kill|touch|tee|rev|nl|od|arp|route|eval|vol|ver|shutdown|reboot|strings|env|ruby|su|hostname|cp|ps|dig|sysinfo|cat|find|cut|sort|more|less|who|date|time|host|echo|which|sleep|make|set|type|tail|head|start|print|printf|last|exec|source|read|wait|test|expr|timeout|copy|system|export|grep|egrep|finger|look|pr|users|groups|watch';
/** What takes the name of a host. */
const CLIENTS = 'nc|ncat|netcat|telnet|ftp|tftp|ssh|socat|curl|wget|ping|nslookup|dig';
const PATHS = '(?:/(?:usr/(?:local/)?)?s?bin/|\\./|[a-z]:\\\\(?:windows|winnt)\\\\(?:system32\\\\)?|/\\?+)';
/** A brace that holds the fields of GraphQL or of a template begins no command, and a tag behind a word is no redirection. Three backticks are a fence of Markdown, and what follows is the name of a language; behind a word, backticks hold a name in prose. */
const SEPARATOR = '(?:;|\\|\\|?|&&?|\\n|\\r|%0a|%0d|\\\\n|(?<![a-z]{2} )(?<!``)`|\\$\\(|<\\(|>\\(|\\^|=\\(|(?<!\\{)\\{(?!\\{|\\s*\\w+\\s*[{:(]))';
const ARGUMENT = '(?:\\s+\\(?-{1,2}\\w|\\s*\\(?\\s*(?:/(?:[\\w.*?]|\\s*$|\\s+-)|\\.\\.?/|~|\\$|\\{|<(?!/?[a-z][a-z0-9]{0,16}[\\s/>])|>|[\\w-]+\\.(?:txt|php|ini|conf|html?|log|sh|exe|py|pl|asp|jsp|passwd|htaccess)\\b|[a-z]:\\\\|%\\w+%|["`]|\'(?!s\\b)|\\\\|\\*|\\d+\\.\\d+\\.\\d+\\.\\d+|https?:))';
const CLOSE = '(?:\\s*(?:$|[;|&`)"#\\n\\r>}\\\\]|<(?!/?[a-z][a-z0-9]{0,16}[\\s/>])|\'(?!s\\b)|%0a))';

const COMMANDS = rule('shell: commands',
  `(?!\\{\\s*["'])${SEPARATOR}\\s*["'({\\\\@]{0,8}\\s*(?:${PATHS})?(?:${SURE})(?:\\.exe)?["']?(?:${CLOSE}|${ARGUMENT}|,(?![\\w+/=]{16}))`, `${SEPARATOR}\\s*(?:${CLIENTS})\\s+[\\w-]+(?:\\.[\\w-]+)+\\b`,
  `(?!\\{\\s*["'])${SEPARATOR}\\s*["'({\\\\@]{0,8}\\s*(?:${PATHS})?(?:${WORDS})(?:\\.exe)?["']?${ARGUMENT}`,
  `(?:;|\\||&|(?<![a-z]{2} )\`|\\$\\()(?:\\s*(?!(?:curl|wget)\\s+[a-z]+\\s*$)(?:${SURE})|(?:${WORDS}))\\s+(?!\\d+(?:ms|s|min|cm|mm|x)\\b)[\\w.$@/:*?-]{1,128}\\s*(?:$|[;|&\`)#<>])`, `(?:;|\\||&|(?<![a-z]{2} )\`|\\n|\\\\n)(?:${WORDS})${CLOSE}`, '^[\\s;|&]+(?:id|ps|dir|ls|env|w)\\s*$', '(?:^|[;|&])(?:id|ps|dir|env)(?:\\||&&)|(?:^|(?<![a-z])[;|&])(?:id|ps|dir|env);(?![\\s\\w])', `${SEPARATOR}\\s*(?:sleep|ping|timeout|kill)\\s+\\d+\\s*(?:$|[;|&#\`)\\n])`, '(?:;|\\||&&)\\s*(?:id|dir|ps|env|sysinfo)\\s*$', '(?:^|[;|&]\\s*)(?:net\\s+(?:user|localgroup|view|share|use|start)|netsh\\s+\\w+|reg\\s+(?:add|query|delete)\\s+\\S|perl\\s+-\\w|python[23]?\\s+-c|php\\s+-r|ruby\\s+-e)\\b', '^\\s*(?:whoami|netstat|ipconfig|ifconfig|uname|getent|printenv|systeminfo|tasklist|nslookup|lsb_release)\\b(?:\\s+[-/]\\w+)*\\s*$', `^\\s*(?:${SURE}|perl|dir|cp|ps)\\s+(?:-\\w+\\s+)*(?:-\\w+|/[\\w./*]+|[a-z]:\\\\[\\w\\\\]*)\\s*$`, `(?:;|\\||(?<![a-z]{2} )\`|\\$\\()(?:${WORDS})\\s+[\\w.$@/:*?-]{1,128}\\s*(?:[;|\`)#<>]|&&)`, `(?:(?<![a-z]{2} )(?<!\`\`)\`|\\$\\()(?:${PATHS})?(?:${SURE}|${WORDS})\\s+[^\`)\\s][^\`)]{0,255}(?:\`|\\))`, `(?:(?<![a-z]{2} )(?<!\`\`)\`|[$<>]\\()\\s*(?:${PATHS})?(?:${SURE}|${WORDS})\\b[^\`)]{0,256}(?:\`|\\))`,
  '(?:;|\\|\\|?|&&?|\\$\\(|(?<![a-z]{2} )`)\\s*(?:kubectl\\s+(?:get|exec|delete|apply|run)\\b|(?:docker|podman)\\s+(?:run|exec)\\s+-|aws\\s+[\\w-]+\\s+(?:cp|sync|ls|mv|rm|(?:get|describe|list)-[\\w-]+)\\b)',
  `(?:(?<![a-z]);|\\|\\|?|&&?)(?:${WORDS})(?:;|\\|\\||&&)`, `;(?:${WORDS});(?![\\s\\w])`, '(?:^|[;|&`\\n=(]\\s*|\\\\n)(?:/usr(?:/local)?)?/s?bin/\\w+', `(?:;|\\||&|\\n)\\s*(?:${SURE})\\s+(?:["'\\\\]?\\w)*[\\w./\\\\"'-]*/`,
);
const SIGNS = rule('shell: signs',
  '\\b(?:IEX|Invoke-Expression)\\s*\\(|\\bNew-Object\\s+(?:System\\.)?Net\\.WebClient|\\bDownloadString\\(', '\\$\\{?IFS\\b', '\\(\\)\\s*\\{\\s*:?\\s*;?\\s*\\}?\\s*;', '/dev/(?:tcp|udp)/', '\\bcmd(?:\\.exe)?\\s+/[ck]\\b', '\\bpowershell(?:\\.exe)?\\s+-', '\\|\\s*(?:base64\\s+(?:-d|--decode)|(?:ba|z|k|c)?sh\\b(?:\\s*$|\\s*[;|&-]))', '\\$\\{(?:PATH|HOME|SHELL|PWD|HOSTNAME|USER)[:%#]', '\\$\\((?:\\(|\\s*(?:printf|echo|cat|expr|id|whoami|sleep|<))', '\\{(?:cat|ls|id|wget|curl|echo|nc|ping|sleep|bash),', '(?:^|[\\s;|&])/(?:[?*]{2,}|[a-z]*[?*]+[a-z]*)/(?:[a-z?*]+)', '\\bset\\s+/a\\s+\\d', '\\bnet\\s+(?:user|localgroup|view|share)\\b\\s*(?:/|\\w+\\s+/|$|[;|&])',
  "(?:^|[\\s;|&`(=])(?:c['\"\\\\$@]*a['\"\\\\$@]*t|l['\"\\\\$@]*s|w['\"\\\\$@]*h['\"\\\\$@]*o['\"\\\\$@]*a['\"\\\\$@]*m['\"\\\\$@]*i)[\\s<]+[\\w'\"\\\\./?*$@{}-]*/e['\"\\\\?*$@]*t['\"\\\\?*$@]*c", '\\bsystem\\s*\\(\\s*["\'`]', '\\b(?:passthru|shell_exec|proc_open|popen)\\s*\\(', '\\becho\\s+\\S+\\s*\\|\\s*(?:base64|xxd|(?:ba)?sh|rev|tr|nc|tee)\\b', '\\b(?:wget|curl)\\s+(?:-\\w+\\s+)*(?:https?|ftp)://\\S+\\s*(?:[;|&`>)]|-O)', '\\bping\\s+-[cntil]\\s*\\d+\\s+[\\w.:]+', '\\bnc\\s+(?:-\\w+\\s+)+\\S+', '\\bexec\\s*=\\s*`', '\\bsleep\\s+\\d+\\s*(?:[|&`)]|;\\s*(?:$|\\S))',
);
const GATE = rule('shell: gate',
  '\\bIEX\\b', 'Invoke-', 'New-Object', 'DownloadString', '[<>]\\(', '^\\s*(?:whoami|netstat|ipconfig|ifconfig|uname|getent|printenv|systeminfo|tasklist|nslookup|lsb_release|ls|perl|dir|cp|ps|cat|net|rm)\\b', '[;|&`\\n\\r^{\\\\]', '\\$[({I]', '\\(\\)', '\\/(?:bin|dev|usr|etc)', '\\b(?:cmd|powershell|system|passthru|shell_exec|ping|nc|wget|curl|exec|set \\/a|net)\\b', '[?*]\\/',
);

const QUOTING = /['"\\$^]/;

/** Whether a shell would run a command of the text. The text is decoded. */
export function isShell(text: string): boolean {
  if (text.length < 3 || !GATE.test(text)) return false;
  const flat = text.includes('$') || text.includes('<>') ? text.replace(/\$\{?IFS\}?(?:\$\d)?|<>/g, ' ') : text;
  if (SIGNS.test(text) || COMMANDS.test(flat)) return true;
  const plain = !QUOTING.test(flat) ? flat : flat.replace(/(['"])\1|\\(?=\w)|\$@|\$\*|\^(?=\w)|(?<=\w)'(?=\w)/g, '');
  if (plain !== flat && COMMANDS.test(plain)) return true;
  // a form writes a blank as a plus
  return text.includes('+|') && COMMANDS.test(plain.replaceAll('+', ' '));
}
