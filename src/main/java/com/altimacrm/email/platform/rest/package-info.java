/** The few open addresses that say what this is and that it lives. */
package com.altimacrm.email.platform.rest;
