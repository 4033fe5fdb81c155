namespace MultiAgentEdge.Naming
{
    /// <summary>Hosts of the brokers of one cluster, with commas between them: each is what <see cref="BrokerHost"/> takes, and whoever
    /// loses one goes on to the next.</summary>
    public static class BrokerHosts
    {
        /// <summary>Null where these are hosts, otherwise why not, to follow the value.</summary>
        public static string Check(string hosts)
        {
            int count = Count(hosts);
            for (int i = 0; i < count; i++)
            {
                string wrong = BrokerHost.Check(At(hosts, i));
                if (wrong != null)
                {
                    return wrong;
                }
            }

            return null;
        }

        public static int Count(string hosts)
        {
            int count = 1;
            for (int i = 0; i < hosts.Length; i++)
            {
                if (hosts[i] == ',')
                {
                    count++;
                }
            }

            return count;
        }

        /// <param name="turn">From 0 on; after the last comes the first.</param>
        public static string At(string hosts, int turn)
        {
            int start = 0;
            int count = Count(hosts);
            for (int i = count < 1 ? 0 : turn % count; i > 0; i--)
            {
                start = hosts.IndexOf(',', start) + 1;
            }

            int end = hosts.IndexOf(',', start);
            return end < 0 ? hosts.Substring(start) : hosts.Substring(start, end - start);
        }
    }
}
