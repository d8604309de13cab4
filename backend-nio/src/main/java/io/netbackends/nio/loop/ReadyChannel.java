// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.loop;

import java.nio.channels.SelectionKey;

/** The attachment of a channel's registration. All methods are called on the loop's thread. */
interface ReadyChannel {
    /**
     * Only records the ready operations: the selector is in the middle of a selection.
     *
     * @return false if some are recorded already and not handled yet
     */
    boolean noteReady(int ops);

    /** Handles the recorded operations. */
    void handle();

    /** The channel has another registration. */
    void registered(SelectionKey key);
}
