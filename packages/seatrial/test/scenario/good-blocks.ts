/** A scenario block that holds. */
export const GOOD_BLOCKS: Readonly<Record<string, string>> = {
  'the whole language': `steps:
  - http: POST cooker/start-cook
    headers: { authorization: null, x-n: 5 }
    json: { temperature_celsius: 65, time_minutes: 90, food_type: chicken }
    expect:
      status: 200
      headers: { content-type: { $contains: json } }
      json:
        success: true
        cook_id: { $type: uuid }
        $.details.limit: { $gte: 40 }
    capture: { cookId: $.cook_id, next: "header:location" }
    within: 2s
    name: start
  - http: GET cooker:8080/cooks/\${cookId}
    headers: { authorization: "Bearer \${cooker.COOKER_API_KEY}" }
  - ws: web/events?x=1
    send: [{ hello: 1 }, text]
    expect: [{ type: paid }]
    close: true
    within: 2s
  - sql: db
    query: select count(*) as n from payments where id = $1
    parameters: [i1]
    expect: [{ n: 1 }]
  - exec: [node, check.mjs, 5, true]
    service: cooker
    expect: { exit: 0, stdout: { $contains: ok }, stderr: "", json: { a: 1 } }
  - exec: ls | wc -l
  - wait until:
      http: GET cooker/status
      expect: { json: { state: cooking } }
    within: 10s
    every: 50ms
  - fault: latency web -> cooker:8080
    by: 200ms
    jitter: 50ms
  - fault: kill cooker
    within: 30s
  - fault: undo
`,
  'every fault': `steps:
  - fault: down  web ->  db
  - fault: down ->db
  - fault: reset scenario -> web
  - fault: half-open web -> db:5432
  - { fault: latency -> db, by: 1.5s }
  - { fault: slow-close web -> db, by: 2s }
  - { fault: bandwidth web -> db, rate: 64kB/s }
  - { fault: status 503 web -> api, first: 2 }
  - { fault: drop-response web -> api, first: 1 }
  - fault: drop-response web -> api
  - fault: pause db
  - fault: restart db
  - fault: undo pause db
  - fault: undo down web -> db
`,
  'every operator': `steps:
  - http: GET web/x
    expect:
      status: { $oneOf: [2xx, 409] }
      json:
        a: { $type: [string, null], $not: "" }
        b: { $gt: 1, $lt: 2.5, $gte: "2030-01-01T00:00:00Z", $lte: 7 }
        c: { $equals: { x: [1] } }
        d: { $contains: [1, { a: 2 }] }
        e: { $containsOnly: [] }
        f: { $matches: "/^a+$/i" }
        g: { $length: { $gte: 1 }, $each: { id: 1 } }
        h: { $absent: true }
        "$": { $absent: false }
        "$..id": [1]
        "$['a b'][-1]": null
`,
  'a status class': 'steps: [{ http: GET web, expect: { status: 4xx } }]',
  'a status from a reference': `steps:
  - exec: echo 200
    capture: { code: $ }
  - http: GET web/x
    expect: { status: "\${code}" }`,
  'a refused socket': 'steps: [{ ws: web/events, expect: { status: 401 } }]',
  'a closed socket': 'steps: [{ ws: web, expect: { messages: [1], closed: { $gte: 1000 } } }]',
  'a text body': 'steps: [{ http: PUT web/x, text: hello, expect: { text: { $contains: a } } }]',
  'a null body': 'steps: [{ http: PUT web/x, json: null }]',
  'a path from a capture': `steps:
  - { http: GET web/x, capture: { next: "header:Location" } }
  - { http: "GET web\${next}" }`,
  'dollar signs that are meant': 'steps: [{ exec: "echo $${HOME}" }]',
  'anchors and aliases': `steps:
  - { http: GET web/a, expect: &ok { status: 200 } }
  - { http: GET web/b, expect: *ok }`,
  'a block scalar': 'steps:\n  - sql: db\n    query: |\n      select 1\n        from t\n',
  'waiting for a database': 'steps: [{ wait until: { sql: db, query: select 1, expect: [] } }]',
  durations: `steps:
  - { http: GET web/a, within: 1ms }
  - { http: GET web/a, within: 1.5s }
  - { http: GET web/a, within: 2m }
  - { http: GET web/a, within: 1h }`,
};
