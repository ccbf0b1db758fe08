/** A scenario block that is refused, how, where, and with which hint. */
export interface BadBlock {
  readonly text: string;
  readonly code: string;
  /** `line:column` in the block. */
  readonly place: string;
  /** Found in the message, what was expected and seen, or the hint. */
  readonly says: RegExp;
  /** What no JSON Schema can say: other keys of the block, or a grammar of its own. */
  readonly beyondSchema?: true;
}

/** A GET with more below it. */
export const http = (rest: string): string => `steps:\n  - http: GET web/x\n    ${rest}\n`;

/** Blocks whose keys and values are wrong. */
export const BAD_BLOCKS: Readonly<Record<string, BadBlock>> = {
  'an empty block': { text: '', code: 'SPEC_EMPTY_BLOCK', place: '1:1', says: /steps/ },
  'a comment only': {
    text: '# later\n',
    code: 'SPEC_EMPTY_BLOCK',
    place: '1:1',
    says: /take the block out/,
  },
  'an empty map': { text: '{}', code: 'SPEC_EMPTY_BLOCK', place: '1:1', says: /steps/ },
  'a list': {
    text: '- http: GET web/x',
    code: 'SPEC_WRONG_TYPE',
    place: '1:1',
    says: /a scenario, a map with steps.*a list of 1/,
  },
  'a text': { text: 'steps', code: 'SPEC_WRONG_TYPE', place: '1:1', says: /the text "steps"/ },
  'no steps': { text: 'steps: []', code: 'SPEC_WRONG_TYPE', place: '1:8', says: /at least 1/ },
  'steps that are nothing': {
    text: 'steps:\n',
    code: 'SPEC_WRONG_TYPE',
    place: '1:7',
    says: /got nothing|nothing/,
  },
  'another key beside steps': {
    text: 'step: []',
    code: 'SPEC_UNKNOWN_KEY',
    place: '1:1',
    says: /did you mean "steps"/,
  },
  'an unknown step': {
    text: 'steps:\n  - htpp: GET web/x',
    code: 'SPEC_UNKNOWN_STEP',
    place: '2:5',
    says: /did you mean "http"/,
  },
  'a step that is a text': {
    text: 'steps:\n  - GET web/x',
    code: 'SPEC_UNKNOWN_STEP',
    place: '2:5',
    says: /the text "GET web\/x"/,
  },
  'two steps in one': {
    text: 'steps:\n  - http: GET web/x\n    sql: db\n    query: a',
    code: 'SPEC_CONFLICTING_KEYS',
    place: '3:5',
    says: /begin a new step with "- sql:"/,
  },
  'an unknown key': {
    text: http('expct: { status: 200 }'),
    code: 'SPEC_UNKNOWN_KEY',
    place: '3:5',
    says: /one of http, headers.*did you mean "expect"/,
  },
  'a key from habit': {
    text: http('timeout: 2s'),
    code: 'SPEC_UNKNOWN_KEY',
    place: '3:5',
    says: /write within/,
  },
  'an unknown key in expect': {
    text: http('expect: { body: 1 }'),
    code: 'SPEC_UNKNOWN_KEY',
    place: '3:15',
    says: /write json or text/,
  },
  'expect that is a status': {
    text: http('expect: 200'),
    code: 'SPEC_WRONG_TYPE',
    place: '3:13',
    says: /a map with status, headers, json, text.*the number 200/,
  },
  'json and text': {
    text: http('json: 1\n    text: a'),
    code: 'SPEC_CONFLICTING_KEYS',
    place: '4:5',
    says: /exclude each other/,
  },
  'no query': {
    text: 'steps:\n  - sql: db',
    code: 'SPEC_MISSING_KEY',
    place: '2:5',
    says: /needs the key "query"/,
  },
  'a URL': {
    text: 'steps:\n  - http: GET http://localhost:5000/x',
    code: 'SPEC_INVALID_TARGET',
    place: '2:11',
    says: /Compose service instead of a URL/,
  },
  'no method': {
    text: 'steps:\n  - http: web/x',
    code: 'SPEC_INVALID_TARGET',
    place: '2:11',
    says: /begin with a method/,
  },
  'a mistyped method': {
    text: 'steps:\n  - http: PSOT web/x',
    code: 'SPEC_INVALID_TARGET',
    place: '2:11',
    says: /did you mean "POST"/,
  },
  'a method in lower case': {
    text: 'steps:\n  - http: post web/x',
    code: 'SPEC_INVALID_TARGET',
    place: '2:11',
    says: /did you mean "POST"/,
  },
  'no service': {
    text: 'steps:\n  - http: GET /x',
    code: 'SPEC_INVALID_TARGET',
    place: '2:11',
    says: /name of the service before the path/,
  },
  'a fragment': {
    text: 'steps:\n  - ws: web/x#y',
    code: 'SPEC_INVALID_TARGET',
    place: '2:9',
    says: /fragment is never sent/,
  },
  'a target that is a map': {
    text: 'steps:\n  - ws: { web: x }',
    code: 'SPEC_WRONG_TYPE',
    place: '2:9',
    says: /service\/path/,
  },
  'a duration without unit': {
    text: http('within: 2'),
    code: 'SPEC_WRONG_TYPE',
    place: '3:13',
    says: /500ms, 2s/,
  },
  'a duration with a blank': {
    text: http('within: 2 s'),
    code: 'SPEC_INVALID_DURATION',
    place: '3:13',
    says: /without a space/,
  },
  'a duration of nothing': {
    text: http('within: 0s'),
    code: 'SPEC_INVALID_DURATION',
    place: '3:13',
    says: /above zero/,
  },
  'a duration of weeks': {
    text: http('within: 999h'),
    code: 'SPEC_INVALID_DURATION',
    place: '3:13',
    says: /at most about a day/,
  },
  'a negative duration': {
    text: http('within: -1s'),
    code: 'SPEC_INVALID_DURATION',
    place: '3:13',
    says: /500ms/,
  },
  'a status of 42': {
    text: http('expect: { status: 42 }'),
    code: 'SPEC_WRONG_TYPE',
    place: '3:23',
    says: /100 to 599/,
  },
  'a mistyped status class': {
    text: http('expect: { status: 2x }'),
    code: 'SPEC_WRONG_TYPE',
    place: '3:23',
    says: /2xx/,
  },
  'a list of statuses': {
    text: http('expect: { status: [200, 409] }'),
    code: 'SPEC_WRONG_TYPE',
    place: '3:23',
    says: /\$oneOf/,
  },
  'an unknown operator': {
    text: http('expect: { json: { a: { $tpye: uuid } } }'),
    code: 'SPEC_UNKNOWN_OPERATOR',
    place: '3:28',
    says: /did you mean "\$type"/,
  },
  'an unknown type': {
    text: http('expect: { json: { a: { $type: uid } } }'),
    code: 'SPEC_INVALID_VALUE',
    place: '3:35',
    says: /did you mean "uuid"/,
  },
  'no type': {
    text: http('expect: { json: { $type: [] } }'),
    code: 'SPEC_INVALID_VALUE',
    place: '3:30',
    says: /string, number/,
  },
  'a bound that is a list': {
    text: http('expect: { json: { $gt: [1] } }'),
    code: 'SPEC_WRONG_TYPE',
    place: '3:28',
    says: /a number or a date-time/,
  },
  'one of nothing': {
    text: http('expect: { json: { $oneOf: [] } }'),
    code: 'SPEC_WRONG_TYPE',
    place: '3:31',
    says: /list of expectations/,
  },
  'one of a text': {
    text: http('expect: { json: { $oneOf: a } }'),
    code: 'SPEC_WRONG_TYPE',
    place: '3:31',
    says: /list of expectations/,
  },
  'absent maybe': {
    text: http('expect: { json: { a: { $absent: maybe } } }'),
    code: 'SPEC_WRONG_TYPE',
    place: '3:37',
    says: /true or false/,
  },
  'a broken regular expression': {
    text: http("expect: { text: { $matches: '(' } }"),
    code: 'SPEC_INVALID_PATTERN',
    place: '3:33',
    says: /Unterminated group/,
  },
  'a pattern that is a number': {
    text: http('expect: { text: { $matches: 5 } }'),
    code: 'SPEC_WRONG_TYPE',
    place: '3:33',
    says: /quotes/,
  },
  'a pattern with state': {
    text: http('expect: { text: { $matches: /a/g } }'),
    code: 'SPEC_INVALID_PATTERN',
    place: '3:33',
    says: /g or y/,
    beyondSchema: true,
  },
  'a broken JSONPath': {
    text: http('expect: { json: { "$.a-b": 1 } }'),
    code: 'SPEC_INVALID_JSONPATH',
    place: '3:23',
    says: /\$\['content-type'\]/,
    beyondSchema: true,
  },
  'a broken JSONPath in a capture': {
    text: http('capture: { a: "$.x[" }'),
    code: 'SPEC_INVALID_JSONPATH',
    place: '3:19',
    says: /\$\.x\[/,
    beyondSchema: true,
  },
  'a capture of no path': {
    text: http('capture: { a: cook_id }'),
    code: 'SPEC_INVALID_VALUE',
    place: '3:19',
    says: /a JSONPath such as/,
  },
  'a capture with a blank in its name': {
    text: http('capture: { a b: $.x }'),
    code: 'SPEC_INVALID_KEY',
    place: '3:16',
    says: /letters, digits/,
  },
  'an unknown reference': {
    text: http('capture: { cookId: $.id }\n  - http: GET web/${cokId}'),
    code: 'SPEC_UNKNOWN_REFERENCE',
    place: '4:19',
    says: /did you mean "cookId"/,
    beyondSchema: true,
  },
  'a reference before its capture': {
    text: http('json: { id: "a ${id}" }\n    capture: { id: $.id }'),
    code: 'SPEC_UNKNOWN_REFERENCE',
    place: '3:20',
    says: /no earlier step captures "id"/,
    beyondSchema: true,
  },
  'a malformed reference': {
    text: http('expect: { text: "${a b}" }'),
    code: 'SPEC_MALFORMED_REFERENCE',
    place: '3:22',
    says: /\$\$\{/,
    beyondSchema: true,
  },
  'an unclosed reference': {
    text: http('json: { a: "${id" }'),
    code: 'SPEC_MALFORMED_REFERENCE',
    place: '3:17',
    says: /service\.VARIABLE/,
    beyondSchema: true,
  },
  'a header with a blank': {
    text: http('headers: { "x y": 1 }'),
    code: 'SPEC_INVALID_KEY',
    place: '3:16',
    says: /name of a header/,
  },
  'a header that is a list': {
    text: http('headers: { x: [1] }'),
    code: 'SPEC_WRONG_TYPE',
    place: '3:19',
    says: /value of a header/,
  },
  'a header on two lines': {
    text: http('headers: { x: "a\\nb" }'),
    code: 'SPEC_WRONG_TYPE',
    place: '3:19',
    says: /on one line/,
  },
  'a header in two cases': {
    text: http('headers: { X-A: 1, x-a: 2 }'),
    code: 'SPEC_DUPLICATE_KEY',
    place: '3:24',
    says: /second time/,
    beyondSchema: true,
  },
  'a command of nothing': {
    text: 'steps: [{ exec: [] }]',
    code: 'SPEC_WRONG_TYPE',
    place: '1:17',
    says: /at least 1/,
  },
  'a command with a map': {
    text: 'steps: [{ exec: [a, { b: 1 }] }]',
    code: 'SPEC_WRONG_TYPE',
    place: '1:21',
    says: /an argument/,
  },
  'a command that is a number': {
    text: 'steps: [{ exec: 5 }]',
    code: 'SPEC_WRONG_TYPE',
    place: '1:17',
    says: /shell script/,
  },
  'send that is a map': {
    text: 'steps: [{ ws: web, send: { a: 1 } }]',
    code: 'SPEC_WRONG_TYPE',
    place: '1:26',
    says: /list of messages/,
  },
  'a socket that opens and is refused': {
    text: 'steps: [{ ws: web, expect: { messages: [], status: 401 } }]',
    code: 'SPEC_CONFLICTING_KEYS',
    place: '1:44',
    says: /exclude/,
  },
  'close that is a text': {
    text: 'steps: [{ ws: web, close: yes }]',
    code: 'SPEC_WRONG_TYPE',
    place: '1:27',
    says: /the text "yes"/,
  },
  'waiting for a socket': {
    text: 'steps: [{ wait until: { ws: web } }]',
    code: 'SPEC_UNKNOWN_STEP',
    place: '1:23',
    says: /http, sql, exec/,
  },
  'waiting for nothing': {
    text: 'steps: [{ wait until: null }]',
    code: 'SPEC_UNKNOWN_STEP',
    place: '1:23',
    says: /nothing/,
  },
  'a service with a slash': {
    text: 'steps: [{ sql: a/b, query: x }]',
    code: 'SPEC_INVALID_VALUE',
    place: '1:16',
    says: /Compose service/,
  },
  'a name that is empty': {
    text: http('name: ""'),
    code: 'SPEC_INVALID_VALUE',
    place: '3:11',
    says: /a name/,
  },
};
