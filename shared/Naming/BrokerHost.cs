namespace MultiAgentEdge.Naming
{
    /// <summary>
    /// The one rule for the host of a broker, alone: a name (RFC 1123, 2.1; underscores too, which container networks give), an IPv4
    /// address of four decimal numbers (RFC 6943, 3.1.1: no shorter, octal or hexadecimal forms) or an IPv6 address (RFC 4291, 2.2) without
    /// brackets, with or without a zone. Scheme and port are the affair of whoever reads a whole address.
    /// </summary>
    public static class BrokerHost
    {
        /// <summary>Longest name, characters (RFC 1035, 3.1, without the length of the root).</summary>
        public const int LongestLength = 253;

        private const int LongestLabel = 63;

        /// <summary>Null where this is a host, otherwise why not, to follow the value.</summary>
        public static string Check(string host)
        {
            if (host.Length == 0)
            {
                return "is no host: it is empty";
            }

            if (host.Length > LongestLength)
            {
                return "is no host: it is longer than 253 characters";
            }

            if (host.IndexOf('/') >= 0 || host.IndexOf('[') >= 0 || host.IndexOf('@') >= 0)
            {
                return "is no host alone: a name, an IPv4 or an IPv6 address, without scheme, user, brackets or path";
            }

            if (host.IndexOf(':') >= 0)
            {
                return IsIPv6(host) ? null : "is no IPv6 address";
            }

            return CheckName(host);
        }

        /// <summary>True for an IPv6 address without brackets.</summary>
        public static bool IsIPv6(string text)
        {
            int zone = text.IndexOf('%');
            if (zone >= 0 && !IsZone(text, zone + 1))
            {
                return false;
            }

            int length = zone < 0 ? text.Length : zone;
            int groups = 0;
            int at = 0;
            bool isShortened = length >= 2 && text[0] == ':' && text[1] == ':';
            if (isShortened)
            {
                at = 2;
            }

            // Each turn takes one group and what follows it: a colon, two of them once, or the end.
            while (at < length)
            {
                int end = at;
                while (end < length && text[end] != ':')
                {
                    end++;
                }

                if (end == length && IsIPv4(text, at, length))
                {
                    return Fits(groups + 2, isShortened);
                }

                if (!IsHexadecimal(text, at, end))
                {
                    return false;
                }

                groups++;
                at = end + 1;
                if (at == length)
                {
                    return false;
                }

                if (at < length && text[at] == ':')
                {
                    if (isShortened)
                    {
                        return false;
                    }

                    isShortened = true;
                    at++;
                }
            }

            return Fits(groups, isShortened);
        }

        private static bool Fits(int groups, bool isShortened)
        {
            return isShortened ? groups < 8 : groups == 8;
        }

        private static string CheckName(string host)
        {
            int start = 0;
            for (int i = 0; i <= host.Length; i++)
            {
                if (i < host.Length && host[i] != '.')
                {
                    char c = host[i];
                    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'))
                    {
                        return "is no host: a name has only a-z, 0-9, -, _ and dots";
                    }

                    continue;
                }

                if (i == start || i - start > LongestLabel || host[start] == '-' || host[i - 1] == '-')
                {
                    return "is no host: between dots stand 1 to 63 characters, with no - at either end";
                }

                // A last part of digits alone is an address, whatever a resolver would make of it.
                if (i == host.Length && IsDecimal(host, start, i) && !IsIPv4(host, 0, i))
                {
                    return "is no host: an IPv4 address is four numbers from 0 to 255, such as 192.168.1.10";
                }

                start = i + 1;
            }

            return null;
        }

        private static bool IsIPv4(string text, int start, int end)
        {
            int parts = 0;
            int at = start;
            for (int i = start; i <= end; i++)
            {
                if (i < end && text[i] != '.')
                {
                    continue;
                }

                // A leading zero would be octal to some and decimal to others.
                if (!IsDecimal(text, at, i) || i - at > 3 || (i - at > 1 && text[at] == '0') || int.Parse(text.Substring(at, i - at)) > 255)
                {
                    return false;
                }

                parts++;
                at = i + 1;
            }

            return parts == 4;
        }

        private static bool IsDecimal(string text, int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                if (text[i] < '0' || text[i] > '9')
                {
                    return false;
                }
            }

            return end > start;
        }

        private static bool IsHexadecimal(string text, int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                char c = text[i];
                if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')))
                {
                    return false;
                }
            }

            return end > start && end - start <= 4;
        }

        /// <summary>The name of an interface, as in fe80::1%eth0.</summary>
        private static bool IsZone(string text, int start)
        {
            for (int i = start; i < text.Length; i++)
            {
                char c = text[i];
                if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.'))
                {
                    return false;
                }
            }

            return start < text.Length;
        }
    }
}
