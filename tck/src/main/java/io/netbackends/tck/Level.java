// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

/** How much a behaviour is asked for. */
enum Level {
    /** A backend that does otherwise breaks the contract. */
    REQUIRED,

    /** A backend that does otherwise has a reason, and says so: {@link TckFixture#waivers}. */
    RECOMMENDED
}
