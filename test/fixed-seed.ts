import fc from 'fast-check'

/** The same cases each time: a gate that is red must be red for what changed. `PROPERTY_SEED` gives others. */
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? '20261123') })
