namespace MultiAgentEdge.Naming
{
    /// <summary>
    /// The one rule for the name of a rover and of a fleet, which are levels of every topic and users of the broker: 1 to 32 of a-z, 0-9
    /// and -, a letter or digit at either end.
    /// </summary>
    public static class RoverName
    {
        /// <summary>Longest name, characters.</summary>
        public const int LongestLength = 32;

        /// <summary>What a name is, to follow the word "takes".</summary>
        public const string Rule = "1 to 32 of a-z, 0-9 and -, with no - at either end";

        public static bool IsValid(string text)
        {
            if (text == null || text.Length == 0 || text.Length > LongestLength || text[0] == '-' || text[text.Length - 1] == '-')
            {
                return false;
            }

            for (int i = 0; i < text.Length; i++)
            {
                char c = text[i];
                if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
