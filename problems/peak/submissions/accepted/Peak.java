class Peak {
    static int peak(int[] height) {
        int place = 0;

        while (place + 1 < height.length && height[place] < height[place + 1])
            place++;
        return place;
    }
}
