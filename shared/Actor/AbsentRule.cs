namespace MultiAgentEdge.Actor
{
    /// <summary>
    /// What an actor is shown in the place of somebody who is not there: a team smaller than the one it was trained for. The one place
    /// where that is decided; training and rovers read it from the same parameter (absent_other, absent_landmark).
    /// </summary>
    public sealed class AbsentRule
    {
        /// <summary>Shown again: slot k shows what slot (k mod present) shows. With nobody present: the offset.</summary>
        public bool Repeats;

        /// <summary>Relative position that is shown otherwise, m.</summary>
        public double OffsetX;

        /// <summary>Relative position that is shown otherwise, m.</summary>
        public double OffsetY;

        /// <summary>Takes a parameter of three numbers: kind (0 or 1), x, y. False: another kind.</summary>
        public bool TrySet(double[] rule)
        {
            if (rule[0] != 0 && rule[0] != 1)
                return false;
            Repeats = rule[0] == 1;
            OffsetX = rule[1];
            OffsetY = rule[2];
            return true;
        }

        /// <summary>Completes a list of relative positions.</summary>
        /// <param name="vector">The observation.</param>
        /// <param name="at">Where the list stands in it, two numbers each.</param>
        /// <param name="present">Positions that are there, written already.</param>
        /// <param name="count">Positions that must be there.</param>
        public void Fill(float[] vector, int at, int present, int count)
        {
            for (int k = present; k < count; k++)
            {
                bool again = Repeats && present > 0;
                int source = at + (2 * (k - present));
                vector[at + (2 * k)] = again ? vector[source] : (float)OffsetX;
                vector[at + (2 * k) + 1] = again ? vector[source + 1] : (float)OffsetY;
            }
        }
    }
}
