namespace MultiAgentEdge.Wire
{
    /// <summary>
    /// Lets a perishable frame through once and in order: only an epoch and sequence strictly newer than the last accepted one.
    /// One window per topic. Sequences do not wrap: 2^32 frames at 100 a second last 497 days, and a new session starts a new epoch.
    /// </summary>
    public sealed class ReceiveWindow
    {
        private bool _any;

        /// <summary>Epoch of the last accepted frame; 0 before the first.</summary>
        public uint Epoch { get; private set; }

        /// <summary>Sequence of the last accepted frame; 0 before the first.</summary>
        public uint Sequence { get; private set; }

        /// <summary>Frames refused since construction: old, doubled or overtaken.</summary>
        public int Refused { get; private set; }

        /// <summary>True exactly for frames newer than everything accepted before.</summary>
        public bool Accept(uint epoch, uint sequence)
        {
            if (_any && (epoch < Epoch || (epoch == Epoch && sequence <= Sequence)))
            {
                if (Refused < int.MaxValue)
                    Refused++;
                return false;
            }

            _any = true;
            Epoch = epoch;
            Sequence = sequence;
            return true;
        }

        /// <summary>Forgets what was heard (the count of refused frames stays). Only for a fresh start of the whole agent:
        /// after a mere reconnection the window must keep refusing what it already heard.</summary>
        public void Reset()
        {
            _any = false;
            Epoch = 0;
            Sequence = 0;
        }
    }
}
