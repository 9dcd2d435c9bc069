// The floor: the least that a Node process which asks a server for something can cost.
import http from 'node:http'

http.get(`${process.env.BENCH_ENDPOINT}/${process.env.BENCH_BUCKET}?uploads`, (response) => response.resume())
