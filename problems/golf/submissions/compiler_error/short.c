int main(){return triangle;}
