// SPDX-License-Identifier: Apache-2.0
/** Code that the modules of this project share; not an API, and exported to them only. */
@NullMarked
package io.netbackends.internal;

import org.jspecify.annotations.NullMarked;
