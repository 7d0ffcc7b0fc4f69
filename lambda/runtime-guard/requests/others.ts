// Injection classes with few, unmistakable forms.
import { rule, type Rule } from './rule';

export type RequestAttack =
  'sql-injection' | 'script-injection' | 'shell-injection' | 'path-traversal' | 'template-injection' | 'nosql-injection' | 'ldap-injection' | 'xml-injection' | 'header-injection' | 'code-injection' | 'prototype-pollution' | 'scanner' | 'graphql-introspection' | 'not-inspected';

/** By the attack that each finds. */
export const OTHERS: readonly Rule[] = [
  rule('path-traversal',
    '(?:0x2e){2}(?:0x2f|0x5c|[\\\\/])', '\\.\\.(?:(?:0x)?2f|(?:0x)?5c)(?:\\.\\.|etc|proc|win)', '(?:^|[\\\\/=\\s"\'])(?:\\.{1,3}[\\\\/]{1,2}){2,8}\\.{2,3}[\\\\/]', '(?:^|[\\\\/=\\s"\'])(?:\\.{2,}[\\\\/]+){2,}', '\\.\\.[\\\\/](?:[^\\s"]{0,64})?(?:etc|proc|windows|winnt|boot\\.ini|win\\.ini|web-inf|passwd|\\.ssh|\\.aws|\\.env|\\.git)\\b', '/etc/(?:\\.?/)*(?:passwd|shadow|group|hosts|issue|sudoers|crontab)\\b', '/proc/(?:self|\\d+|version|cpuinfo)\\b/?', '\\bfile:/{1,3}(?:etc|proc|var|root|home|localhost|[a-z]:|\\.)|\\bfile:///',
    '\\\\\\\\[\\w.:?-]+\\\\[a-z]\\$\\\\', '[a-z]:[\\\\/]+(?:windows|winnt|boot\\.ini|inetpub)\\b', '\\b(?:php|zip|phar|expect|netdoc|gopher|dict|jar|glob|ogg|rar|ssh2|ldap)://', '169\\.254\\.169\\.254|metadata\\.google\\.internal|\\[?fd00:ec2::254|169\\.254\\.170\\.2', '\\.\\.;/|\\.\\.%00|\\x00\\.\\w{2,4}$',
  ),
  rule('template-injection',
    '@\\(\\s*\\d+\\s*[*+]\\s*\\d+\\s*\\)', '\\{\\{\\s*[\\d\'"(]+\\s*[*+-]\\s*[\\d\'"(]', '[$#*@~]\\{\\s*\\(?[\\d\'"]+\\s*[*+-]\\s*[\\d\'"]', '\\{\\{[^}]{0,128}(?:__\\w+__|constructor|\\.class\\b|config\\b|request\\b|self\\b|lipsum|cycler|joiner|\\$on|\\$eval|toString)', '[$#*]\\{[^}]{0,128}(?:T\\(|java\\.|class\\b|getClass|Runtime|exec\\s*\\(|system\\s*\\(|jndi|env:|lower:|::-|script:|url:|@print|md5\\s*\\()', '<%\\s*=?[^%]{0,128}(?:\\d+\\s*\\*\\s*\\d+|system|exec|eval|File|Runtime|require|`)', '<#(?:assign|import|include|if|list)\\b', '\\?new\\s*\\(\\s*\\)', '\\{%\\s*(?:import|include|for|if|set|debug|extends)\\b[^%]{0,128}(?:__|os\\b|config|request|self|popen)', '\\bT\\s*\\(\\s*java\\.lang', '#set\\s*\\(\\s*\\$', '\\{\\{\\s*\\[[^\\]]{0,64}\\]\\s*\\|\\s*(?:filter|map|sort|reduce|join)\\s*\\(', '%\\{\\s*\\(?\\s*[#@]\\w', '@java\\.lang\\.', '\\{\\s*\\$\\{\\s*\\w+\\s*\\(', '\\{php\\}|\\{system\\(', '\\$\\{\\s*\\w+\\s*\\(\\s*["\']',
  ),
  rule('nosql-injection',
    '\\}\\s*\\]?\\s*,\\s*\\$\\w+["\']?\\s*:', '^\\s*(?:\\|\\||&&)\\s*\\(?[\\d\'"]+\\s*={1,3}', '^\\S{0,16};\\s*return\\s+(?:true|false|1)\\b', '\\bnew\\s+Date\\(\\)[^\\n]{0,64}\\bwhile\\s*\\(', '[{,"\']\\s*\\$(?:where|ne|gt|gte|lt|lte|nin|in|regex|exists|or|and|not|nor|expr|function|accumulator|mod|type|all|size|elemMatch)["\']?\\s*:', '(?:^|[,\\s;])\\$(?:where|or|and|ne|gt|regex)["\']?\\s*:', '\\[\\$(?:ne|gt|gte|lt|lte|nin|in|regex|exists|where|or)\\]', '\\bdb\\s*\\.\\s*\\w+\\s*\\.\\s*(?:insert|find|remove|drop|update|count|aggregate|delete)\\w*\\s*\\(', '\\bvar\\s+\\w+\\s*=\\s*new\\s+Date\\s*\\(', '\\bthis\\s*\\.\\s*\\w+\\s*(?:===?|!==?|\\.match\\s*\\()', "['\"]\\s*(?:\\|\\||&&)\\s*['\"\\d!(]*\\w*['\"]?\\s*===?\\s*", '\\bmapReduce\\s*\\(|\\bfunction\\s*\\(\\s*\\)\\s*\\{\\s*return', '["\']\\s*\\)*\\s*;\\s*return\\b\\s*(?:\\(|(?:true|false|!|\\d+|this\\b)|\\w+\\s*[=;])',
  ),
  rule('ldap-injection',
    '\\*\\s*\\)+\\s*\\(\\s*\\(?\\s*[|&!]', '\\*\\s*\\(\\s*\\)\\s*[|&]', '\\)\\(\\w+=\\)', '\\(\\s*[&|!]\\s*\\(', '\\*\\s*\\)\\s*\\(\\s*[|&!]?\\s*\\(?\\s*\\w+\\s*=', '\\*\\s*\\(\\s*[|&]\\s*\\(', '\\)\\s*\\(\\s*[|&]', '\\b(?:userPassword|uid|cn|objectClass|sn)\\s*:(?:\\d+(?:\\.\\d+)+|dn)?:?=', '\\b(?:objectclass|uid|cn)\\s*=\\s*\\*\\s*\\)', '\\)\\(\\w+=\\*',
  ),
  rule('xml-injection',
    '<esi:\\w+', '\\b(?:child|descendant|parent|ancestor|following|preceding|attribute|self)(?:-or-self|-sibling)?::(?:node\\(|text\\(|\\*)', '["\']\\s*\\]\\s*\\|\\s*/{1,2}\\w', '\\b(?:name|string-length|count)\\(\\s*/+[*\\w]', '<!\\s*DOCTYPE\\b[^>]{0,512}(?:\\bSYSTEM\\b|\\bPUBLIC\\b\\s*["\'][^"\']*["\']\\s*["\'](?:http://(?!www\\.w3\\.org)|file|ftp|//)|\\[)', '<!\\s*(?:ENTITY|ELEMENT|ATTLIST)\\b', '<(?:\\w+:)?include\\b[^>]{0,256}(?:namespace|href|schemaLocation|parse)\\s*=', '\\bxsi:(?:noNamespaceS|s)chemaLocation\\s*=\\s*["\']\\s*(?:\\S+\\s+)?(?:https?|ftp|file|//)', 'xmlns:xi\\s*=', 'encoding\\s*=\\s*["\']utf-(?:7|16|32)', '<!--\\s*#\\s*(?:exec|include|echo|config|set|printenv|fsize|flastmod)\\b',
  ),
  rule('header-injection',
    '[\\r\\n]+\\s*(?:set-cookie\\d?|content-(?:type|length|disposition)|x-[\\w-]{2,32}|access-control-[\\w-]+|transfer-encoding)\\s*:', '[\\r\\n]+\\s*(?:location\\s*:\\s*(?:[a-z]{2,16}:|/)|refresh\\s*:\\s*\\d|host\\s*:\\s*[\\w-]+(?:[.:][\\w-]+)+)', '[\\r\\n]+\\s*(?:http/\\d|(?:get|post|head)\\s+/\\S*\\s+http/)', '[\\r\\n]+\\s*(?:rcpt\\s+to|mail\\s+from)\\s*:', '[\\r\\n]+\\s*(?:bcc|cc)\\s*:\\s*\\S+@', '[\\r\\n]+\\s*(?:data|quit|noop|rset)\\s*[\\r\\n]', '[\\r\\n]+\\s*(?:[a-z]\\d{1,4})\\s+(?:capability|fetch|login|logout|select|list|noop)\\b', '^\\s*quit\\s*[\\r\\n]',
  ),
  rule('code-injection',
    '^[=+@-]\\s*(?:\\w+\\([^)]*\\)\\s*[*+]\\s*)?\\w+\\|\\s*\'[^\']*\'!\\w', '^[=+@-]\\s*(?:cmd|powershell|mshta|rundll32)\\b\\s*\\|', '^=(?:HYPERLINK|WEBSERVICE|IMPORT(?:XML|DATA|HTML|FEED|RANGE)|EXEC|CALL)\\(', '\\bphp(?:info|version)\\s*\\(\\s*\\)', '\\bcom\\.sun\\.(?:rowset|org\\.apache)\\.|\\borg\\.apache\\.(?:commons\\.collections|xalan)\\b|\\bSystem\\.(?:Windows|Diagnostics|Management)\\.[A-Z]\\w+', '!!(?:python|ruby|java|js)/', '!!javax?\\.', '\\bResponse\\s*\\.\\s*Write\\s*\\(', '<\\?(?:php|=)', '\\b(?:phpinfo|assert|call_user_func|create_function|preg_replace|base64_decode|file_get_contents|include(?:_once)?|require_once)\\s*\\(\\s*(?:["\'`$)]|base64)|\\brequire\\s*\\(\\s*["\'`](?:node:)?(?:child_process|fs|os|vm|net|https?)["\'`]', '\\b(?:exec|eval|system)\\s*\\(\\s*["\'`$]', '\\bprocess\\s*\\.\\s*(?:mainModule|binding|dlopen)\\b|\\bprocess\\s*\\.\\s*(?:exit\\s*\\(|env\\s*\\[)', '\\b__(?:import|class|globals|subclasses|builtins|mro|base|init)__\\b', '\\bos\\s*\\.\\s*(?:system|popen|exec\\w*)\\s*\\(', '\\bsubprocess\\s*\\.\\s*\\w+\\s*\\(', '\\bRuntime\\s*\\.\\s*getRuntime\\b|\\bProcessBuilder\\b\\s*\\(', '\\brO0AB[A-Za-z0-9+/]|\\bO:\\d+:"[\\w\\\\]+":\\d+:\\{|^gASV|\\bcposix\\b', '\\$\\{\\s*@\\w+', '_\\$\\$ND_FUNC\\$\\$_', '\\bchild_process\\b', '\\$\\{\\s*(?:jndi|\\$\\{(?:lower|upper|::-)|lower:|upper:)', '\\bclass\\s*\\.\\s*module\\s*\\.\\s*classLoader\\b', '\\bprint\\s*\\(\\s*md5\\s*\\(|\\bmd5\\s*\\(\\s*\\d{3,}\\s*\\)', '\\bwhile\\s*\\(\\s*(?:true|1)\\s*\\)',
  ),
  rule('prototype-pollution',
    '\\b__proto__\\s*["\'`]?\\s*(?:\\[|\\.|:|\\]|=)', '\\bconstructor\\s*(?:\\.|\\[\\s*["\'`]?|["\'`]?\\s*\\]\\s*[.[]\\s*["\'`]?)\\s*prototype\\b', '\\bconstructor["\'`]?\\s*:\\s*\\{[^}]{0,256}\\bprototype["\'`]?\\s*:',
  ),
  rule('scanner',
    '\\b(?:sqlmap|nikto|nuclei|openvas(?:-?vt)?|nessus|acunetix|wpscan|masscan|zgrab|dirbuster|gobuster|feroxbuster|w3af|arachni|jaeles|netsparker|havij|skipfish|whatweb|commix|burpsuite|interactsh)\\b', 'fuzz faster u fool|\\bffuf\\b', '\\b(?:burpcollaborator\\.net|oast\\.(?:me|pro|live|site|online|fun)|interact\\.sh|oastify\\.com|dnslog\\.cn|requestbin\\.net|xss\\.ht|bxss\\.me)\\b', '\\.nasl\\b',
  ),
  rule('graphql-introspection', '\\b__(?:schema|type)\\b\\s*(?:[{(@]|$)', '\\bon\\s+__(?:Type|Schema|Field)\\b', '\\bIntrospectionQuery\\b'),
];
/** Punctuation or a name that each class above needs. */
export const OTHERS_GATE = rule('others: gate',
  'constructor', '0x2e', '\\.\\.(?:0x)?[25][fc]', '==', '@java', '\\*\\(\\)', '::(?:node|text|\\*)', '\\]\\s*\\|', '^[=+@-].{0,32}\\|', '^=(?:HYPER|WEBS|IMPORT|EXEC|CALL)', 'com\\.sun', 'org\\.apache', 'System\\.[WDM]', '[\\\\{}$<\\n\\r\\x00]', '@\\(', ';\\s*return\\b', '\\.\\.', '\\/(?:etc|proc)', ':\\/', '\\)\\s*\\(', '\\(\\s*[&|!]', '::?=', '__', '!!', '\\w\\s*\\(', '169\\.254', 'fd00:', '\\.(?:net|me|sh|cn|pro|live|site|online|fun|com|ht|nasl|env|mainModule|getRuntime)\\b', 'sqlmap', 'nikto', 'nuclei', 'openvas', 'nessus', 'acunetix', 'wpscan', 'masscan', 'zgrab', 'buster', 'w3af', 'arachni', 'jaeles', 'netsparker', 'havij', 'skipfish', 'whatweb', 'commix', 'burp', 'interactsh', 'fuzz', 'ffuf', 'child_process', 'rO0AB', 'gASV', 'O:\\d', 'windows', 'winnt', '===', '=\\s*\\*', '\\bthis\\b', 'Introspection', 'cposix', 'classLoader',
);
