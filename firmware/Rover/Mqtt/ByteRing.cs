using System;

namespace MultiAgentEdge.Firmware
{
    /// <summary>Bytes that wait, first in, first out, in memory of a fixed size. Not thread-safe: its owner locks.</summary>
    public sealed class ByteRing
    {
        private readonly byte[] _bytes;
        private int _first;
        private int _count; // asked for as a field: a call less of the deepest chain of two threads

        /// <param name="capacity">Bytes that it takes.</param>
        public ByteRing(int capacity)
        {
            _bytes = new byte[capacity];
        }

        /// <summary>Bytes that wait.</summary>
        public int Count
        {
            get { return _count; }
        }

        public int Free
        {
            get { return _bytes.Length - _count; }
        }

        public void Clear()
        {
            _first = 0;
            _count = 0;
        }

        /// <summary>Adds bytes behind the others; the caller has looked at <see cref="Free"/>.</summary>
        public void Put(byte[] from, int offset, int count)
        {
            int at = (_first + _count) % _bytes.Length;
            int before = _bytes.Length - at < count ? _bytes.Length - at : count;
            Array.Copy(from, offset, _bytes, at, before);
            Array.Copy(from, offset + before, _bytes, 0, count - before);
            _count += count;
        }

        public void Put(byte value)
        {
            _bytes[(_first + _count) % _bytes.Length] = value;
            _count++;
        }

        /// <summary>Copies bytes from the front without taking them.</summary>
        /// <param name="skip">Bytes at the front that are left out.</param>
        public void Peek(int skip, byte[] into, int offset, int count)
        {
            int at = (_first + skip) % _bytes.Length;
            int before = _bytes.Length - at < count ? _bytes.Length - at : count;
            Array.Copy(_bytes, at, into, offset, before);
            Array.Copy(_bytes, 0, into, offset + before, count - before);
        }

        /// <summary>Takes bytes away from the front.</summary>
        public void Drop(int count)
        {
            _first = (_first + count) % _bytes.Length;
            _count -= count;
        }

        /// <summary>Takes bytes away from the back: those that were put last.</summary>
        public void Undo(int count)
        {
            _count -= count;
        }
    }
}
