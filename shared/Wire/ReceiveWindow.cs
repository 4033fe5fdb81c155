namespace MultiAgentEdge.Wire
{
    /// <summary>
    /// Lets a perishable frame through once and in order: only an epoch and sequence strictly newer than the last accepted one.
    /// One window per topic. Sequences do not wrap: 2^32 frames at 100 a second last 497 days, and a new session starts a new epoch.
    /// Frames that carry a tick can start a window anew by what they say (<see cref="AcceptDated"/>): a sender whose epoch fell is not
    /// unheard for ever.
    /// </summary>
    public sealed class ReceiveWindow
    {
        private bool _any;
        private bool _hasCandidate;
        private bool _isReopened;
        private uint _tick;
        private uint _candidateEpoch;
        private uint _candidateSequence;
        private uint _candidateTick;

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

        /// <summary>
        /// As <see cref="Accept"/>, for frames that say of which tick they are. A sender whose flash was wiped counts its epochs from one
        /// again: two frames in a row of one epoch, each numbered after the one before and each of a later tick than all that was accepted,
        /// begin the window anew. Frames that somebody recorded are of ticks that have passed, so a replay of them changes nothing while
        /// their sender is heard.
        /// </summary>
        /// <param name="tick">Control period that the frame speaks of; compared by difference, so that its wrap is no event.</param>
        public bool AcceptDated(uint epoch, uint sequence, uint tick)
        {
            if (Accept(epoch, sequence))
            {
                _tick = tick;
                _hasCandidate = false;
                _isReopened = false;
                return true;
            }

            if (!_isReopened && !IsLater(tick, _tick))
            {
                return false;
            }

            bool follows = _hasCandidate && epoch == _candidateEpoch && sequence > _candidateSequence;
            if (!follows || !(_isReopened || IsLater(tick, _candidateTick)))
            {
                _hasCandidate = true;
                _candidateEpoch = epoch;
                _candidateSequence = sequence;
                _candidateTick = tick;
                return false;
            }

            Reset();
            _tick = tick;
            return Accept(epoch, sequence);
        }

        /// <summary>The sender is gone: its next life begins with two frames in a row of one epoch, whatever their numbers and
        /// ticks.</summary>
        public void Reopen()
        {
            _isReopened = true;
        }

        /// <summary>Forgets what was heard (the count of refused frames stays). For a fresh start of the whole agent, and for
        /// a sender that has said it began anew or was silent for long: after a mere reconnection the window must keep refusing what it
        /// already heard.</summary>
        public void Reset()
        {
            _any = false;
            _hasCandidate = false;
            _isReopened = false;
            Epoch = 0;
            Sequence = 0;
        }

        private static bool IsLater(uint tick, uint than)
        {
            uint ahead = tick - than;
            return ahead != 0 && ahead < 0x80000000u;
        }
    }
}
