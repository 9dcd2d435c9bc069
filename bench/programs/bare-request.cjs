// The floor: the least that a Node process which asks a server for something can cost. CommonJS, because importing
// `node:http` as an ES module also loads undici, which alone takes as long as the rest.
const http = require('node:http')

http.get(`${process.env.BENCH_ENDPOINT}/${process.env.BENCH_BUCKET}?uploads`, (response) => response.resume())
