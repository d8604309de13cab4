// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.util.Objects;

/**
 * The process and the user at the other end of a UNIX-domain socket, as the kernel reports them.
 *
 * @param user the effective user
 * @param group the effective group
 */
public record PeerCredentials(UserPrincipal user, GroupPrincipal group) {
    /**
     * Checks that neither is null.
     *
     * @param user the effective user
     * @param group the effective group
     */
    public PeerCredentials {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(group, "group");
    }
}
