// Markup and script that a browser would run. A tag in prose ("type <enter type here>") is none.
import { rule } from './rule';

const DIALOG = '(?:alert|confirm|prompt|eval)';
/** What a script hands to a dialog, where a blank before the bracket could make it prose: "please confirm (by 5 pm)". */
const HANDED = '(?:\\(\\s*[^\\s)][^()\\s]{0,64}\\s*(?:\\)(?!\\s+[a-z])|$|\\()|\\(\\s*["\'`/\\d][\\s\\S]{0,64}?(?:\\)|$)|\\(\\s*\\w*\\s*,|\\s*(?:\\(\\s*(?:\\d+\\s*\\)|["\'`/]|document|window|location|self|this)|`))';

const GLOBAL = '(?:window|self|top|parent|this|frames|globalThis|document)?\\s*(?:\\?\\.|\\.|\\[\\s*["\'`/])?\\s*';
/** A call without an argument is prose behind a word ("do not use alert() here") and between the backticks of Markdown. */
const EMPTY = `(?:^|[^\\w.\\s])\\s*\\({0,9}${GLOBAL}${DIALOG}\\s*\\(\\s*\\)(?!\\s+[a-z]|\`(?:[\\s.,;:!?)]|$))`;

/** Plain declarations run nothing, and a picture of the site itself is what a text of a CMS has. */
const CALM_STYLE = '(?!\\s*(?:"[\\w\\s:;.,#%!-]{0,256}"|\'[\\w\\s:;.,#%!-]{0,256}\'))';
const OWN_PICTURE = '(?!\\s*(?:"(?:\\.{0,2}/)?[\\w-][\\w./-]{0,256}\\.(?:png|jpe?g|gif|webp|avif|mp4|webm)"|\'(?:\\.{0,2}/)?[\\w-][\\w./-]{0,256}\\.(?:png|jpe?g|gif|webp|avif|mp4|webm)\'))';
/** Elements that load or run something by themselves. */
const ELEMENTS = rule('markup: elements',
  '<\\s*/?\\s*(?:script|iframe|frame|frameset|object|embed|applet|base|meta|link|bgsound|layer|ilayer|xml|xss|animate|set|portal|isindex|vmlframe|import|handler|listener|foreignobject)(?:[\\s/>"\'=<]|$)',
  `<\\s*(?:svg|math|style|img|image|video|audio|body|html|form|input|button|details|marquee|table|td|div|a|x|j|p|b|keygen|textarea|select|source|template|title|noscript|event-source|isindex|area|label|stop|brute|tag)[\\s/\\x0b]*(?:/|\\s)[^>]{0,512}?(?:\\bon\\w{3,24}\\s*=|(?:java|vb|live)\\s*script\\s*:|data\\s*:|\\bstyle\\s*=${CALM_STYLE}|formaction|\\bxlink:href|srcdoc|\\bsrc\\s*=${OWN_PICTURE}|background\\s*=|\\bdynsrc|\\blowsrc|action\\s*=)`,
  '<[a-z!?/%][^<>\\s]{0,64}?[\\s/+\\x0b\\x0c"\'][^>]{0,1024}?\\bon[a-z]{3,24}\\s*=', '<!--\\[if|<!\\[cdata\\[.{0,64}(?:script|alert)|<\\?(?:import|xml-stylesheet|xml:namespace)|<%(?!=?\\s*[\\w.]{1,64}\\s*%>)[=!@\\s]', '<!?<?\\s*scr\\s?ipt\\b', '<\\s*style\\b[^>]{0,256}>[^<]{0,256}(?:@import|expression|javascript|url\\s*\\()',
  '<\\s*(?:img|image|video|audio|svg|body|input)\\b[^>]{0,64}\\bsrc\\s*=\\s*["\']?\\s*(?:x\\b|javascript|http|//)[^>]{0,256}(?:>|$)',
);
/** An attribute that runs, behind a quote or blank that ends the one in which an application put the text. */
const ATTRIBUTES = rule('markup: attributes',
  '["\'`/>\\s](?:x\\s*=\\s*["\']*/*)?on(?:abort|activate|after\\w+|animation\\w+|auxclick|before\\w+|begin|blur|bounce|canplay\\w*|change|click|close|contextmenu|copy|cuechange|cut|dblclick|drag\\w*|drop|durationchange|end|ended|error|finish|focus\\w*|formdata|fullscreen\\w*|hashchange|input|invalid|key\\w+|load\\w*|message|mouse\\w+|mousewheel|offline|online|page\\w+|paste|pause|play\\w*|pointer\\w+|popstate|progress|ratechange|readystatechange|repeat|reset|resize|scroll\\w*|search|seek\\w+|select\\w*|show|start|stalled|storage|submit|suspend|timeupdate|toggle|touch\\w+|transition\\w+|unhandledrejection|unload|volumechange|waiting|webkit\\w+|wheel|x)\\s*=\\s*\\S',
  'style\\s*=\\s*["\']?[^"\'>]{0,128}(?:expression\\s*\\(|behaviou?r\\s*:|-moz-binding|javascript\\s*:|url\\s*\\(\\s*["\']?\\s*javascript)', '\\bautofocus\\b.{0,32}\\bonfocus\\b',
);
const ADDRESSES = rule('markup: addresses',
  '\\b(?:j\\s*a\\s*v\\s*a|v\\s*b|l\\s*i\\s*v\\s*e)\\s*s\\s*c\\s*r\\s*i\\s*p\\s*t\\s*:\\s*(?:[\\w$./\\s()\\[\\]\'"`%+-]*[(`=\\[]|//|/\\*|%)', 'data\\s*:\\s*(?:text/html|text/xml|image/svg\\+xml|application/(?:xhtml|x-javascript|javascript|xml)|text/javascript)\\b', '\\bmocha\\s*:\\s*\\[', '\\bvbscript\\s*:\\s*\\w+\\s*[("]', '@import\\s*["\'(]?\\s*(?:url|http|javascript|//)', 'feed\\s*:\\s*(?:java|data)',
);
/** JavaScript that leaves a string or calls what only a script would call. */
const SCRIPTS = rule('markup: scripts',
  EMPTY, `(?:^|[^\\w.])\\(?\\[?\\s*${GLOBAL}${DIALOG}(?:["'\`]\\s*\\])?(?:\\s*\\))?(?:\\s*\\])?(?:\\s*\\?\\.)?(?:\\s*\\.\\s*(?:call|apply|bind)\\s*)?${HANDED}`,
  '\\bdocument\\s*(?:\\?\\.|\\.|\\[\\s*["\'`])\\s*(?:cookie|domain|write\\w*|location|body|documentElement|createElement|getElement\\w*|forms|URL|referrer|execCommand|implementation|all)\\b',
  '\\b(?:window|self|top|parent|this|globalThis|frames)\\s*\\[\\s*["\'`/(]', '\\b(?:window|top|self|parent|document)\\s*\\.\\s*(?:location|name|open|onerror|opener)\\s*(?:=|\\.|\\()', '\\blocation\\s*(?:\\.\\s*(?:href|hash|assign|replace)\\s*)?(?:=\\s*[\'"`/\\w]*(?:javascript|data|//|http|name|window|atob)|\\(\\s*[\'"`])',
  '\\b(?:set(?:Timeout|Interval|Immediate)|execScript|importScripts|atob|(?<!await )fetch|unescape|expression|decodeURIComponent)\\((?:["\'`/\\w+]|\\d)|\\bFunction\\(["\'`]|\\bString\\s*\\.\\s*fromCharCode\\b', '\\bimport\\(\\s*["\'`](?:(?:https?:)?//|data:)', '\\b(?:window|self|top|parent|globalThis|frames)\\s*\\[\\s*[\\w.]*(?:toString|source|atob|join)\\b', '=\\s*(?:alert|prompt|confirm|eval)\\b\\s*[,;)]|\\.(?:find|map|some|every|forEach|filter|reduce|sort|replace)\\s*\\(\\s*(?:alert|confirm|prompt|eval)\\b', '\\.\\s*(?:innerHTML|outerHTML|insertAdjacentHTML|srcdoc)\\b\\s*[=(]', '\\bconstructor\\s*(?:\\.\\s*constructor\\s*)?\\(\\s*["\'`]',
  `["'\`}\\)]\\s*(?:[-+*/%^|&,;]|\\|\\||&&|\\?|in\\b|=)+\\s*\\({0,9}\\s*(?:${DIALOG}|console|fetch|document|window|location|self|top)\\b\\s*(?:\\)|\\(|\`|\\.|\\[|$)`, '\\bonerror\\s*=\\s*(?:alert|eval|confirm|prompt)', '\\bthrow\\s*[/\\d"\'`+(].{0,32}(?:name|alert)', '\\bnew\\s+(?:Function|Image|Worker|XMLHttpRequest|ActiveXObject)\\b\\s*[(\\[.`]', '\\$\\{\\s*(?:alert|confirm|prompt|document|window)', '\\$\\s*\\.\\s*(?:get(?:Script|JSON)?|post|ajax|globalEval)\\s*\\(',
);
const GATE = rule('markup: gate',
  '[<>`]', '\\bon\\w{3,}\\s*=', 'script', 'data\\s*:', '[\\w\\])\'"]\\s*(?:\\?\\.)?\\s*[([`]', 'import', '__proto__', 'style\\s*=', 'location', 'cookie', 'constructor',
);

// eslint-disable-next-line no-control-regex
const CONTROL = /[\x00-\x08\x0e-\x1f]/;

/** Whether a browser would run the text. The text is decoded. */
export function isMarkup(text: string): boolean {
  if (text.length < 4 || !GATE.test(text)) return false;
  // eslint-disable-next-line no-control-regex
  const printed = CONTROL.test(text) ? text.replace(/[\x00-\x08\x0e-\x1f]+/g, '') : text;
  const flat = printed.includes('/*') ? printed.replace(/\/\*.{0,64}?\*\//g, '') : printed;
  if (ELEMENTS.test(flat) || ATTRIBUTES.test(flat) || ADDRESSES.test(flat) || SCRIPTS.test(flat)) return true;
  // tags within a word ("on<x>focus") fall out in a sanitizer that is run once
  if (!flat.includes('<') && !flat.includes('\\')) return false;
  const bare = flat.replace(/<\/?[a-z]{1,8}>/gi, '').replace(/\\/g, '');
  return bare !== flat && (ATTRIBUTES.test(bare) || SCRIPTS.test(bare) || ELEMENTS.test(bare));
}
