// SPDX-License-Identifier: Apache-2.0
package io.netbackends.agent.program;

/** Does nothing, so that all that happens is the agent's doing. */
final class Nothing {
    private Nothing() {}

    public static void main(String[] args) {}
}
