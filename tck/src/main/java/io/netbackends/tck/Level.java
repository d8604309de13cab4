// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

/** How strictly a behaviour is required. */
enum Level {
    /** A backend without this behaviour breaks the contract. */
    REQUIRED,

    /** A backend without this behaviour gives a reason: {@link TckFixture#waivers}. */
    RECOMMENDED
}
